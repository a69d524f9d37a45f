import { defineConfig } from "vitest/config";

export default defineConfig({
  // The pages are jsdom's, made by the tests themselves: each visit is a new one.
  test: { include: ["tests/*.test.ts"], testTimeout: 20_000 },
});
