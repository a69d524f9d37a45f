// With `data-consent="wait"`, nothing is kept on a visitor's device before the page allows it.

import { expect, test } from "vitest";
import { CODE, DAY, OTHER, type Visit, Visitor } from "./visitor.ts";

const FORM = '<input type="hidden" name="goodword_code"><input name="referral_code" value="">';
const waits: Visit = { script: { "data-consent": "wait" }, body: FORM };
const withSignal: Visit = {
  body: FORM,
  before: (window) => Object.assign(window.navigator, { globalPrivacyControl: true }),
};

const keepsNothing = (visitor: Visitor) => {
  expect(visitor.cookies()).toBe("");
  expect(visitor.stored()).toEqual({});
};

test.each([
  ["the page waits for consent", waits],
  ["the browser sends Global Privacy Control", withSignal],
])("if %s, a code is held by its page and kept after consent", async (_, visit) => {
  const visitor = new Visitor();
  const page = await visitor.visit(`/?ref=${CODE}`, visit);
  expect(page.code).toBe(CODE);
  expect(page.field("goodword_code").value).toBe(CODE);
  keepsNothing(visitor);
  expect((await visitor.visit("/", visit)).code).toBeNull();

  const again = await visitor.visit(`/?ref=${CODE}`, visit);
  again.goodword.consent(true);
  const cookie = visitor.cookies();
  expect(cookie).toContain(CODE);
  // A visitor who agreed is not asked again on each page.
  visitor.now += DAY;
  expect((await visitor.visit("/", visit)).code).toBe(CODE);
  expect(visitor.cookies()).toBe(cookie);
});

test("consent keeps the time of the arrival, even if the address has changed since", async () => {
  const visitor = new Visitor();
  const page = await visitor.visit(`/?ref=${CODE}`, waits);
  page.window.history.pushState(null, "", "/next");
  visitor.now += DAY;
  page.goodword.consent(true);
  expect(visitor.cookies()).toBe(`goodword_ref=${CODE}.1803891600000.2`);
});

test("a refusal of consent erases everything, and empties the filled fields", async () => {
  const visitor = new Visitor();
  const page = await visitor.visit(`/?ref=${CODE}`, { body: FORM });
  page.field("referral_code").value = "my own";
  page.goodword.consent(false);
  expect(page.code).toBeNull();
  expect(page.field("goodword_code").value).toBe("");
  expect(page.field("referral_code").value).toBe("my own");
  keepsNothing(visitor);
  expect((await visitor.visit("/")).code).toBeNull();
});

test("a refusal erases the cookie of a shared domain, and an older one of the host", async () => {
  const visitor = new Visitor();
  const shared = { script: { "data-domain": "example.com" } };
  await visitor.visit(`/?ref=${CODE}`);
  const page = await visitor.visit("/", shared);
  expect(visitor.cookies().split("; ")).toHaveLength(2);
  page.goodword.consent(false);
  keepsNothing(visitor);
});

test("a refusal is final on each host of a shared domain", async () => {
  const script = { "data-domain": "example.com", "data-consent": "wait" };
  const visitor = new Visitor();
  const first = await visitor.visit(`https://www.example.com/?ref=${CODE}`, { script });
  first.goodword.consent(true);
  const second = await visitor.visit("https://app.example.com/", { script });
  expect(second.code).toBe(CODE);
  second.goodword.consent(false);
  for (const host of ["www", "app", "www"]) {
    expect((await visitor.visit(`https://${host}.example.com/`, { script })).code).toBeNull();
  }
});

test("whoever signs out takes their code along, whichever host is visited next", async () => {
  const script = { "data-domain": "example.com" };
  const visitor = new Visitor();
  await visitor.visit(`https://www.example.com/?ref=${CODE}`, { script });
  const app = await visitor.visit("https://app.example.com/", { script });
  await app.goodword.identify("ann@example.com");
  app.goodword.consent(false);
  await visitor.visit("https://www.example.com/", { script });
  const next = await visitor.visit("https://app.example.com/sign-up", { script });
  expect(await next.goodword.identify("bea@example.com")).toMatchObject({ status: "no_code" });
  expect(visitor.sent).toHaveLength(1);
});

test("a copy from a time without a shared domain brings nothing back", async () => {
  const visitor = new Visitor();
  const page = await visitor.visit("/", {
    script: { "data-domain": "example.com" },
    before: ({ localStorage }) => localStorage.setItem("goodword_ref", `${CODE}.1803891600000.2`),
  });
  expect(page.code).toBeNull();
});

test("a visitor who agrees after a refusal on the same page is referred", async () => {
  const visitor = new Visitor();
  const page = await visitor.visit(`/?ref=${CODE}`, waits);
  page.goodword.consent(false);
  page.goodword.consent(true);
  expect(page.code).toBe(CODE);
  expect(page.field("goodword_code").value).toBe(CODE);
  expect(visitor.cookies()).toContain(CODE);
});

test("a code from before the page waited for consent counts only with consent, and then comes first", async () => {
  const visitor = new Visitor();
  await visitor.visit(`/?ref=${CODE}`);
  visitor.now += DAY;
  const page = await visitor.visit(`/?ref=${OTHER}`, waits);
  expect(page.code).toBe(OTHER);
  page.goodword.consent(true);
  expect(page.code).toBe(CODE);
  expect(page.field("goodword_code").value).toBe(CODE);
});

test("consent that was given before the script loaded is respected", async () => {
  const visitor = new Visitor();
  await visitor.visit(`/?ref=${CODE}`, {
    ...waits,
    before: (window) => Object.assign(window, { goodword: [["consent", true]] }),
  });
  expect(visitor.cookies()).toContain(CODE);
});
