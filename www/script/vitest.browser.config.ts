import { defineConfig } from "vitest/config";

export default defineConfig({
  // A browser on a busy machine takes its time.
  test: { include: ["stories/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
});
