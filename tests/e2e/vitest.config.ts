import { defineConfig } from "vitest/config";
import { PATIENCE_MS, STORY_MS } from "./src/patience.ts";

export default defineConfig({
  test: {
    include: ["stories/*.test.ts"],
    globalSetup: "src/setup.ts",
    pool: "forks",
    // Each file starts a sandbox and a Worker of its own. Stories wait a part of their time, so three of them keep
    // two cores busy.
    maxWorkers: 3,
    minWorkers: 1,
    testTimeout: STORY_MS,
    hookTimeout: STORY_MS,
    expect: { poll: { timeout: PATIENCE_MS, interval: 100 } },
  },
});
