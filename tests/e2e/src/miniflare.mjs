import { createRequire } from "node:module";

/** Returns wrangler's own copy of Miniflare, which understands the options that wrangler makes. */
export function wranglersMiniflare() {
  const wrangler = createRequire(import.meta.url).resolve("wrangler");
  return createRequire(wrangler)("miniflare");
}
