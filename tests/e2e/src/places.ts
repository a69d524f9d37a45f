// The paths of the built parts. `cargo xtask test` gives them in variables. Without the variables, they are where
// cargo and npm put them by default.

import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root =
  process.env.GOODWORD_ROOT ?? fileURLToPath(new URL("../../..", import.meta.url));

function built(path: string): string {
  if (!existsSync(path)) {
    throw new Error(`${path} is not built; run: cargo xtask test e2e`);
  }
  return path;
}

export const sandboxProgram = () =>
  built(process.env.GOODWORD_SANDBOX ?? join(root, "target/debug/sandbox"));

export const recordPage = () =>
  built(process.env.GOODWORD_RECORD_PAGE ?? join(root, "target/record-page"));

export const workerModule = () => built(join(root, "src/worker/build/index.js"));

export const node = () => process.env.GOODWORD_NODE ?? process.execPath;

export const chromium = () => built(process.env.CHROMIUM ?? "/usr/bin/chromium");

/** Returns a directory under `target`, and creates it if it is missing. */
export function directory(name: string): string {
  const path = join(root, "target", name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Creates a new, empty directory under `target/e2e`. */
export function freshDirectory(name: string): string {
  return mkdtempSync(join(directory("e2e"), `${name}-`));
}
