/** Returns the installed Chromium, or names the command that installs it. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ON_MACOS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

export function launchChromium(): Promise<Browser> {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const executablePath = [...candidates, ...ON_MACOS].find(existsSync);
  if (executablePath === undefined) {
    throw new Error(
      "Chromium is missing. Debian: apt-get install chromium. macOS: brew install --cask chromium.",
    );
  }
  // Chromium refuses its own sandbox to root, and tests in a container run as root.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args });
}
