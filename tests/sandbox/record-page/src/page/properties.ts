/**
 * The record's property panel, which the server renders. This module reads it, and refreshes it
 * from the server's page, by the markup `[data-property=NAME]` inside `#properties`.
 */

const PANEL = "properties";

/** Replaces the panel with the server's current one. */
export async function refreshProperties(): Promise<void> {
  const renewed = await currentPanel();
  const shown = document.getElementById(PANEL);
  if (renewed !== null && shown !== null) {
    shown.replaceWith(document.adoptNode(renewed));
  }
}

export async function readProperties(names: string[] | "*"): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const cell of (await currentPanel())?.querySelectorAll<HTMLElement>("[data-property]") ??
    []) {
    const name = cell.dataset.property ?? "";
    if (names === "*" || names.includes(name)) {
      values[name] = cell.textContent?.trim() ?? "";
    }
  }
  return values;
}

async function currentPanel(): Promise<HTMLElement | null> {
  const response = await fetch(location.href, { cache: "no-store" });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.getElementById(PANEL);
}
