import { defineConfig } from "vitest/config";

export default defineConfig({
  // The tests make their own jsdom pages, a new one for each visit. So files need no isolation, and
  // share the loaded jsdom, which is most of a file's time.
  test: { include: ["tests/*.test.ts"], testTimeout: 20_000, isolate: false },
});
