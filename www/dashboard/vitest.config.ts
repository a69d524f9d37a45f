import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    // These tests do not judge Mantine's styles, and parsing them costs seconds.
    css: false,
    // One page serves all files of a worker: loading the modules and jsdom for each file took half of the time.
    pool: "threads",
    poolOptions: { threads: { singleThread: true, isolate: false } },
    // Enough for a slow, shared machine. No test waits for a real clock.
    testTimeout: 20_000,
    restoreMocks: true,
  },
});
