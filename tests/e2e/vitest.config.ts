import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["stories/*.test.ts"],
    globalSetup: "src/setup.ts",
    pool: "forks",
    // Each file starts a sandbox and a Worker of its own: one for each of two cores.
    maxWorkers: 2,
    minWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 40_000, interval: 100 } },
  },
});
