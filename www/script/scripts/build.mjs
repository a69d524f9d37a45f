// Builds `dist/ref.js`. Fails if it is larger than its budget, because every visitor of a
// customer's site loads it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Under 2 KB gzipped. */
export const BUDGET_BYTES = 2000;
const home = join(import.meta.dirname, "..");

/** Returns the script as it is served. */
export async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [join(home, "src/ref.ts")],
    bundle: true,
    format: "iife",
    minify: true,
    legalComments: "none",
    // The browsers that know `?.`: Chrome 80, Firefox 74, Safari 13.1, all from spring 2020.
    target: "es2020",
    // Without this, TypeScript's strict mode adds a directive to the script that has no effect
    // here.
    tsconfigRaw: {},
    logLevel: "warning",
    write: false,
  });
  return outputFiles.map(({ text }) => text).join("");
}

/** Returns the bytes that a visitor loads. @param {string} script */
export const gzipped = (script) => gzipSync(script, { level: 9 }).length;

if (process.argv[1] === import.meta.filename) {
  const script = await bundle();
  const size = gzipped(script);
  console.log(`ref.js: ${script.length} bytes, ${size} of ${BUDGET_BYTES} gzipped`);
  if (size >= BUDGET_BYTES) process.exit(1);

  mkdirSync(join(home, "dist"), { recursive: true });
  writeFileSync(join(home, "dist/ref.js"), script);
}
