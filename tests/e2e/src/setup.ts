// Runs once before the first story: removes what earlier runs left, and prepares what all stories share.

import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { root } from "./places.ts";
import { launchBrowser } from "./shared-browser.ts";
import { writeWorkerOptions } from "./worker-options.ts";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  for (const left of ["target/e2e", "target/logs/e2e"]) {
    rmSync(join(root, left), { recursive: true, force: true });
  }
  await writeWorkerOptions();
  const browser = await launchBrowser();
  project.provide("browser", browser.wsEndpoint());
  return () => browser.close();
}
