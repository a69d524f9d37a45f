import { defineConfig } from "vitest/config";

export default defineConfig({
  // Each test removes its globals and its clock (`useProxy`). So files need no isolation, and share
  // the loaded renderer, which is most of a file's time.
  test: { include: ["tests/**/*.test.{ts,tsx}"], testTimeout: 20_000, isolate: false },
});
