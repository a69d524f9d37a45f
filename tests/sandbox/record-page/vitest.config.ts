import { defineConfig } from "vitest/config";

export default defineConfig({
  // A browser is slow on a busy machine.
  test: { include: ["tests/**/*.test.{ts,tsx}"], testTimeout: 60_000, hookTimeout: 60_000 },
});
