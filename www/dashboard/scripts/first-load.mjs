// Measures the JavaScript that a first visit loads, and fails the build above its budget.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 250;
const dist = join(import.meta.dirname, "..", "dist");
const page = readFileSync(join(dist, "index.html"), "utf8");

if (/<script(?![^>]*\bsrc=)[^>]*>/.test(page)) {
  console.error("index.html holds an inline script, which the Worker's content policy refuses.");
  process.exit(1);
}

const scripts = [...page.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map((match) => match[1]);
let total = 0;
for (const script of scripts) {
  const size = gzipSync(readFileSync(join(dist, script)), { level: 9 }).length;
  total += size;
  console.log(`${script}  ${(size / 1000).toFixed(1)} KB gzipped`);
}
console.log(`first load: ${(total / 1000).toFixed(1)} KB of ${BUDGET_KB} KB`);
if (total > BUDGET_KB * 1000) {
  process.exit(1);
}
