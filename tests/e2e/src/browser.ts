// A real browser, kept from looking anything up in the world.

import { join } from "node:path";
import { type Browser, chromium as launcher, type Page } from "playwright-core";
import { chromium, directory } from "./places.ts";

const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function openBrowser(): Promise<Browser> {
  // Chromium's own sandbox does not start for root, which build machines often run as.
  const isRoot = process.getuid?.() === 0;
  return launcher.launch({
    executablePath: chromium(),
    args: isRoot ? [...QUIET, "--no-sandbox"] : QUIET,
  });
}

/** Keeps a picture of the page in `target/screenshots`. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(directory("screenshots"), `${name}.png`), fullPage: true });
}
