// The browser that all stories share. Each visitor has a context of their own in it, with its own cookies and storage.
// The clipboard is common to all contexts: only one file of stories may use it.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium, type Download, type Page } from "playwright-core";
import { inject } from "vitest";
import { directory, freshDirectory } from "./places.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of the browser that all stories share. */
    browser: string;
  }
}

/** Connects to the shared browser. Closing the connection closes its own contexts only. */
export function openBrowser(): Promise<Browser> {
  return chromium.connect(inject("browser"));
}

/** Returns the text of a file that the browser has downloaded. */
export async function textOf(download: Download): Promise<string> {
  const path = join(freshDirectory("download"), "file");
  await download.saveAs(path);
  return readFile(path, "utf8");
}

/** Keeps a picture of the page in `target/screenshots`. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(directory("screenshots"), `${name}.png`), fullPage: true });
}
