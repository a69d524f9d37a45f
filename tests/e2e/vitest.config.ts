import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { PATIENCE_MS, STORY_MS } from "./src/patience.ts";

/** The stories at the dashboard take longest. They begin first, so that no core is idle at the end. */
class DashboardFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isQuick = ({ moduleId }: TestSpecification) => !moduleId.includes("/dashboard-");
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => Number(isQuick(one)) - Number(isQuick(other)));
  }
}

export default defineConfig({
  test: {
    include: ["stories/*.test.ts"],
    globalSetup: "src/setup.ts",
    pool: "forks",
    // Each file starts a sandbox and a Worker of its own. Stories wait a part of their time, so three of them keep
    // two cores busy.
    maxWorkers: 3,
    minWorkers: 1,
    sequence: { sequencer: DashboardFirst },
    testTimeout: STORY_MS,
    hookTimeout: STORY_MS,
    expect: { poll: { timeout: PATIENCE_MS, interval: 100 } },
  },
});
