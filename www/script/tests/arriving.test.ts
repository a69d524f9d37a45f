// A visitor arrives by a link and visits more pages: what is kept, for how long, and which of two
// links wins.

import { expect, test } from "vitest";
import { CODE, DAY, OTHER, SITE, type Visit, Visitor } from "./visitor.ts";

test("the code of a link stays when the visitor goes to a page without it", async () => {
  const visitor = new Visitor();
  expect((await visitor.visit(`/offer?a=1&ref=${CODE}#top`)).code).toBe(CODE);
  expect((await visitor.visit("/pricing")).code).toBe(CODE);
  expect(visitor.cookies()).toBe(`goodword_ref=${CODE}.1803891600000.0`);
  expect(visitor.stored()).toEqual({ goodword_ref: `${CODE}.1803891600000.0` });
});

test("a visitor without a link has no code, and nothing is kept", async () => {
  const visitor = new Visitor();
  expect((await visitor.visit("/")).code).toBeNull();
  expect(visitor.cookies()).toBe("");
  expect(visitor.stored()).toEqual({});
});

test.each([CODE, "k7q2m0x49b"])("%s may be a code", async (code) => {
  expect((await new Visitor().visit(`/?ref=${code}`)).code).toBe(code);
});

test.each([
  "",
  "ann",
  "ann-lee",
  "producthunt",
  "newsletters",
  "007",
  "oOiIlL0000",
  "K7Q2M0X49BX",
  "https://example.com",
  "<img src=x>",
  "ann;domain=example.com",
  "ann.1.1",
])("%j is no code, and nothing is kept or filled in", async (text) => {
  const visitor = new Visitor();
  const page = await visitor.visit(`/?ref=${encodeURIComponent(text)}`, {
    body: '<input type="hidden" name="goodword_code">',
  });
  expect(page.code).toBeNull();
  expect(page.field("goodword_code").value).toBe("");
  expect(visitor.cookies()).toBe("");
  expect(visitor.stored()).toEqual({});
});

test("the first link wins", async () => {
  const visitor = new Visitor();
  await visitor.visit(`/?ref=${CODE}`);
  visitor.now += DAY;
  expect((await visitor.visit(`/?ref=${OTHER}`)).code).toBe(CODE);
  expect((await visitor.visit("/")).code).toBe(CODE);
});

test("a word of ten letters gives way to a code in the redirect's form", async () => {
  const visitor = new Visitor();
  await visitor.visit("/?ref=techcrvnch");
  visitor.now += DAY;
  expect((await visitor.visit(`/?ref=${CODE}`)).code).toBe(CODE);
  expect((await visitor.visit("/?ref=techcrvnch")).code).toBe(CODE);
});

test("a word that an earlier script kept is forgotten", async () => {
  const visitor = new Visitor();
  const page = await visitor.visit("/", {
    before: ({ document }) => {
      document.cookie = "goodword_ref=producthunt.1803891600000.0";
    },
  });
  expect(page.code).toBeNull();
});

test.each([
  [undefined, 90],
  ["7", 7],
  ["365", 365],
  ["9999", 365],
  ["-5", 1],
  ["soon", 90],
])("data-days=%s keeps a code for %d days, whichever pages are visited", async (text, days) => {
  const script: Visit = { script: text === undefined ? {} : { "data-days": text } };
  const visitor = new Visitor();
  await visitor.visit(`/?ref=${CODE}`, script);
  visitor.now += days * DAY - 1;
  expect((await visitor.visit("/", script)).code).toBe(CODE);
  visitor.now += 1;
  expect((await visitor.visit("/", script)).code).toBeNull();
  expect((await visitor.visit(`/?ref=${OTHER}`, script)).code).toBe(OTHER);
});

test("a named domain shares the code among its hosts", async () => {
  const script: Visit = { script: { "data-domain": "example.com" } };
  const visitor = new Visitor();
  await visitor.visit(`https://www.example.com/?ref=${CODE}`, script);
  expect((await visitor.visit("https://app.example.com/sign-up", script)).code).toBe(CODE);
  expect((await visitor.visit("https://app.example.org/", script)).code).toBeNull();
});

test("without a named domain, a host keeps the code for itself", async () => {
  const visitor = new Visitor();
  await visitor.visit(`https://www.example.com/?ref=${CODE}`);
  expect((await visitor.visit("https://app.example.com/")).code).toBeNull();
});

test("the earlier of two links wins on each host of a domain", async () => {
  const script: Visit = { script: { "data-domain": "example.com" } };
  const visitor = new Visitor();
  await visitor.visit(`https://app.example.com/?ref=${OTHER}`);
  visitor.now += DAY;
  await visitor.visit(`https://www.example.com/?ref=${CODE}`, script);
  expect((await visitor.visit("https://app.example.com/", script)).code).toBe(OTHER);
  expect((await visitor.visit("https://www.example.com/", script)).code).toBe(OTHER);
});

const noCookies: Visit["before"] = (window) =>
  Object.defineProperty(window.Document.prototype, "cookie", { get: refuse, set: refuse });
const noStorage: Visit["before"] = (window) =>
  Object.defineProperty(window, "localStorage", { get: refuse });
const refuse = () => {
  throw new Error("The operation is insecure.");
};

test.each([
  ["cookies are forbidden", noCookies, CODE],
  ["local storage is forbidden", noStorage, CODE],
  [
    "both are forbidden",
    (window: Parameters<NonNullable<typeof noCookies>>[0]) => {
      noCookies(window);
      noStorage(window);
    },
    null,
  ],
])(
  "if %s, the code is available on its page, and later if it can be kept",
  async (_, before, later) => {
    const visitor = new Visitor();
    const page = await visitor.visit(`/?ref=${CODE}`, {
      before,
      body: '<input type="hidden" name="goodword_code">',
    });
    expect(page.code).toBe(CODE);
    expect(page.field("goodword_code").value).toBe(CODE);
    expect((await visitor.visit("/", { before })).code).toBe(later);
    expect(visitor.troubles).toEqual([]);
  },
);

test.each(["", "ann", "ann.x.0", "-.1803891600000.0", `${CODE}.1.0`, "%00", "a".repeat(5000)])(
  "what somebody else kept under its name, %j, is no code",
  async (text) => {
    const visitor = new Visitor();
    const before: Visit["before"] = (window) => {
      window.localStorage.setItem("goodword_ref", text);
      window.document.cookie = `xgoodword_ref=${OTHER}.1803891600000.0`;
      window.document.cookie = `goodword_ref=${text}`;
    };
    expect((await visitor.visit("/", { before })).code).toBeNull();
    expect((await visitor.visit(`/?ref=${CODE}`, { before })).code).toBe(CODE);
    expect(visitor.cookies(SITE)).toContain(`goodword_ref=${CODE}.`);
    expect(visitor.troubles).toEqual([]);
  },
);
