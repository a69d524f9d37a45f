import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    // Mantine's styles are not what these tests judge, and parsing them costs seconds.
    css: false,
    // A browser in the test of a slow, shared machine; no test waits for a real clock.
    testTimeout: 20_000,
    restoreMocks: true,
  },
});
