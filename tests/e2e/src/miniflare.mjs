import { createRequire } from "node:module";

/** Returns Miniflare as wrangler comes with it, so that it understands the options that wrangler makes. */
export function wranglersMiniflare() {
  const wrangler = createRequire(import.meta.url).resolve("wrangler");
  return createRequire(wrangler)("miniflare");
}
