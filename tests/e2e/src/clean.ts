// Before the first story: what earlier runs have left is cleared away.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./places.ts";

export default function clean(): void {
  for (const left of ["target/e2e", "target/logs/e2e"]) {
    rmSync(join(root, left), { recursive: true, force: true });
  }
}
