// The Worker as `wrangler.toml` describes it, in Miniflare's words: bindings, queue, cron trigger and assets.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { directory, root, workerModule } from "./places.ts";

export interface WorkerOptions {
  bindings: Record<string, string>;
}

const file = () => join(directory("e2e"), "worker-options.json");

/** Writes the options down for all stories: wrangler takes a second to read its configuration. */
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

/** Returns the options, with these settings. */
export function workerOptions(settings: Record<string, string>): WorkerOptions {
  const options = JSON.parse(readFileSync(file(), "utf8")) as WorkerOptions;
  return { ...options, bindings: { ...options.bindings, ...settings } };
}
