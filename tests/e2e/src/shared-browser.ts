// One Chromium for all stories, kept from looking anything up in the world.

import { type BrowserServer, chromium as launcher } from "playwright-core";
import { chromium } from "./places.ts";

const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the browser that all stories share. */
export function launchBrowser(): Promise<BrowserServer> {
  // Chromium's own sandbox does not start for root, which build machines often run as.
  const isRoot = process.getuid?.() === 0;
  return launcher.launchServer({
    executablePath: chromium(),
    args: isRoot ? [...QUIET, "--no-sandbox"] : QUIET,
    host: "127.0.0.1",
  });
}
