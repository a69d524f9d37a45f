import { defineConfig } from "vitest/config";

export default defineConfig({
  // A browser is slow on a busy machine.
  test: { include: ["stories/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
});
