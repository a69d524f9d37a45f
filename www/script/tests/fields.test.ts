// The page's own forms get the code.

import { expect, test } from "vitest";
import { CODE, Visitor } from "./visitor.ts";

const arrive = (body = "", script = {}) => new Visitor().visit(`/?ref=${CODE}`, { body, script });
const hidden = (name: string) => `<form><input type="hidden" name="${name}"></form>`;

test.each([
  "goodword_code",
  "referral_code",
  "goodword_referred_by_code",
  "0-1/referral_code",
  "came_from",
  "0-1/came_from",
  "partner[code]",
])("a field named %s is filled", async (name) => {
  const page = await arrive(hidden(name), { "data-field": "came_from, partner[code]" });
  expect(page.field(name).value).toBe(CODE);
});

test("no other field is filled", async () => {
  const page = await arrive(
    `${hidden("goodword_referral_code")}<input name="code"><input name="xreferral_code">
    <input type="checkbox" name="goodword_code" value=""><input type="file" name="referral_code">`,
  );
  for (const input of page.window.document.querySelectorAll("input")) expect(input.value).toBe("");
});

test("a later form is filled, and many changes cause one search", async () => {
  const page = await arrive();
  for (let at = 0; at < 20; at += 1) {
    page.window.document.body.insertAdjacentHTML("beforeend", hidden("referral_code"));
    await Promise.resolve();
  }
  expect(page.timers).toHaveLength(1);
  await page.passesTime();
  const filled = page.window.document.querySelectorAll<HTMLInputElement>(`[value="${CODE}"]`);
  expect(filled).toHaveLength(20);
});

test("a page without a code is not changed", async () => {
  const page = await new Visitor().visit("/", { body: hidden("referral_code") });
  page.window.document.body.insertAdjacentHTML("beforeend", hidden("goodword_code"));
  await Promise.resolve();
  expect(page.timers).toEqual([]);
  expect(page.field("referral_code").value + page.field("goodword_code").value).toBe("");
});

test("written values stay, and a field that a person emptied stays empty", async () => {
  const page = await arrive(
    '<input name="referral_code" value="FRIEND"><input name="goodword_code" id="own">',
  );
  const own = page.field("goodword_code");
  expect(own.value).toBe(CODE);
  own.value = "";
  await page.grows("<p>more</p>");
  own.form?.dispatchEvent(new page.window.Event("submit"));
  expect(own.value).toBe("");
  own.value = "SOMEBODY";
  await page.grows("<p>more</p>");
  expect([own.value, page.field("referral_code").value]).toEqual(["SOMEBODY", "FRIEND"]);
});

test("frameworks notice the filled value", async () => {
  const page = await arrive();
  const heard: string[] = [];
  for (const type of ["input", "change"]) {
    page.window.document.addEventListener(type, (event) => {
      heard.push(`${type} ${(event.target as HTMLInputElement).value}`);
    });
  }
  // React puts its own property on the element, and takes a value that is set there for its own
  // change.
  const input = page.window.document.createElement("input");
  input.name = "referral_code";
  const seen: string[] = [];
  Object.defineProperty(input, "value", {
    get: () => Reflect.get(page.window.HTMLInputElement.prototype, "value", input),
    set: (value: string) => seen.push(value),
  });
  page.window.document.body.append(input);
  await page.passesTime();
  expect(input.value).toBe(CODE);
  // Once, and not again whenever the page changes.
  await page.grows("<p>more</p>");
  expect(heard).toEqual([`input ${CODE}`, `change ${CODE}`]);
  expect(seen).toEqual([]);
});

test("a framework that empties a hidden field causes no endless loop, and the form is sent with the code", async () => {
  const page = await arrive();
  let isStubborn = true;
  page.window.document.addEventListener("change", ({ target }) => {
    if (!isStubborn) return;
    (target as HTMLInputElement).value = "";
    page.window.document.body.append("again");
  });
  await page.grows(hidden("referral_code"));
  await page.passesTime();
  await page.passesTime();
  expect(page.timers).toEqual([]);
  isStubborn = false;
  const input = page.field("referral_code");
  expect(input.value).toBe("");
  input.form?.dispatchEvent(new page.window.Event("submit", { cancelable: true }));
  expect(input.value).toBe(CODE);
});

test("all fields are filled even if a listener of the page fails", async () => {
  const visitor = new Visitor();
  const page = await visitor.visit(`/?ref=${CODE}`);
  page.window.document.addEventListener("input", () => {
    throw new Error("of the page's own");
  });
  await page.grows(hidden("referral_code") + hidden("goodword_code"));
  expect(page.field("goodword_code").value).toBe(CODE);
  expect(visitor.troubles.every((text) => text.includes("of the page's own"))).toBe(true);
});

test("a field's name cannot break out of the selector", async () => {
  const page = await arrive(hidden("referral_code"), { "data-field": "a&quot;],b\\" });
  expect(page.field("referral_code").value).toBe(CODE);
});
