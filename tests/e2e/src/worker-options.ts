// The Worker's options for Miniflare, from `wrangler.toml`: bindings, queue, cron trigger and assets.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { directory, root, workerModule } from "./places.ts";

export interface WorkerOptions {
  bindings: Record<string, string>;
}

const file = () => join(directory("e2e"), "worker-options.json");

/** Stores the options for all stories. Loading wrangler takes a second, so it is done once. */
export async function writeWorkerOptions(): Promise<void> {
  const { unstable_getMiniflareWorkerOptions: read } = await import("wrangler");
  const { workerOptions } = read(join(root, "wrangler.toml"));
  const module = workerModule();
  const modules = [
    { type: "ESModule", path: module },
    { type: "CompiledWasm", path: module.replace(/\.js$/, "_bg.wasm") },
  ];
  writeFileSync(file(), JSON.stringify({ ...workerOptions, name: "goodword", modules }));
}

/** Returns the stored options with these settings added. */
export function workerOptions(settings: Record<string, string>): WorkerOptions {
  const options = JSON.parse(readFileSync(file(), "utf8")) as WorkerOptions;
  return { ...options, bindings: { ...options.bindings, ...settings } };
}
