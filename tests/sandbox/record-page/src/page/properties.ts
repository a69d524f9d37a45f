/**
 * The record's property panel, which the server draws. It is read and renewed from the server's own page, by
 * the markup `[data-property=NAME]` inside `#properties`.
 */

const PANEL = "properties";

/** Draws the panel anew, as the server would draw it now. */
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
