// Every visitor of a customer's site loads the script.

import { expect, test } from "vitest";
import { BUDGET_BYTES, bundle, gzipped } from "../scripts/build.mjs";

test("the script has less than 2 KB gzipped, and loads nothing", async () => {
  const script = await bundle();
  expect(BUDGET_BYTES).toBeLessThan(2048);
  expect(gzipped(script)).toBeLessThan(BUDGET_BYTES);
  expect(script).not.toMatch(/\b(import|require)\b/);
});
