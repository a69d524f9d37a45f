// The script does not disturb the customer's page.

import { expect, test } from "vitest";
import { BUDGET_BYTES, bundle, gzipped } from "../scripts/build.mjs";
import { CODE, SCRIPT, Visitor } from "./visitor.ts";

test("the script is small", async () => {
  expect(gzipped(await bundle())).toBeLessThan(BUDGET_BYTES);
});

test("a strict content policy permits everything that the script does", async () => {
  expect(await bundle()).not.toMatch(/eval|Function\(|innerHTML|\.style|document\.write/);
});

test("a script that is loaded twice runs once", async () => {
  const body = `<script src="${SCRIPT}" ></script><input name="goodword_code">`;
  const page = await new Visitor().visit(`/?ref=${CODE}`, { body });
  expect(page.field("goodword_code").value).toBe(CODE);
  page.window.document.body.append("more");
  await Promise.resolve();
  expect(page.timers).toHaveLength(1);
});

test("the script finds its own element if the browser does not name it", async () => {
  const visitor = new Visitor();
  const page = await visitor.visit(`/?ref=${CODE}`, {
    script: { "data-days": "1" },
    before: (window) =>
      Object.defineProperty(window.document, "currentScript", { get: () => null }),
  });
  await page.goodword.identify("ann@example.com");
  expect(visitor.sent[0]?.url).toBe("https://goodword.example/referrals");
});

test("a script from a link domain sends referrals to that domain", async () => {
  const visitor = new Visitor();
  const page = await visitor.visit(`/?ref=${CODE}`, {
    before: (window) =>
      Object.defineProperty(window.document, "currentScript", {
        get: () =>
          Object.assign(window.document.createElement("script"), {
            src: "https://go.example.com/ref.js?v=2",
          }),
      }),
  });
  await page.goodword.identify("ann@example.com");
  expect(visitor.sent[0]?.url).toBe("https://go.example.com/referrals");
});

test.each(["fetch", "MutationObserver", "localStorage", "URLSearchParams", "WeakSet"])(
  "a page that has lost %s keeps its peace",
  async (name) => {
    const visitor = new Visitor();
    const page = await visitor.visit(`/?ref=${CODE}`, {
      before: (window) => Object.defineProperty(window, name, { value: undefined }),
    });
    await page.window.goodword?.identify("ann@example.com");
    expect(visitor.troubles).toEqual([]);
  },
);
