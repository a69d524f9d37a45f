// The page says who the visitor is.

import { expect, test } from "vitest";
import { CODE, OTHER, Visitor } from "./visitor.ts";

const WHO = "ann@example.com";

test("the referral is sent to the script's origin, as a request without a preflight", async () => {
  const visitor = new Visitor();
  const page = await visitor.visit(`/?ref=${CODE}`);
  const answer = await page.goodword.identify(WHO, { firstName: "Ann", lastName: "Lee" });
  expect(answer).toEqual({ counted: true, status: "received" });
  const [{ url, init }] = visitor.sent as [Visitor["sent"][0]];
  expect(url).toBe("https://goodword.example/referrals");
  expect(init).toMatchObject({ method: "POST", credentials: "omit", keepalive: true });
  expect(init).not.toHaveProperty("headers");
  expect(JSON.parse(String(init.body))).toEqual({
    code: CODE,
    email: WHO,
    firstName: "Ann",
    lastName: "Lee",
    clickedAt: 1_803_891_600_000,
  });
});

test("a referral is sent once for a code, on any number of pages, and the e-mail is not kept", async () => {
  const visitor = new Visitor();
  const page = await visitor.visit(`/?ref=${CODE}`);
  const [, second] = await Promise.all([page.goodword.identify(WHO), page.goodword.identify(WHO)]);
  expect(second).toEqual({ counted: false, status: "repeated" });
  const next = await visitor.visit("/account");
  expect(await next.goodword.identify(WHO)).toEqual({ counted: false, status: "repeated" });
  expect(visitor.sent).toHaveLength(1);
  expect(visitor.cookies() + JSON.stringify(visitor.stored())).not.toMatch(/ann|%40|@/);
});

test("another host of the domain does not send the referral again", async () => {
  const script = { script: { "data-domain": "example.com" } };
  const visitor = new Visitor();
  await visitor.visit(`https://www.example.com/?ref=${CODE}`, script);
  await (await visitor.visit("https://app.example.com/", script)).goodword.identify(WHO);
  await (await visitor.visit("https://www.example.com/", script)).goodword.identify(WHO);
  expect(visitor.sent).toHaveLength(1);
});

test("a visitor without a code is not sent", async () => {
  const visitor = new Visitor();
  const page = await visitor.visit("/");
  expect(await page.goodword.identify(WHO)).toEqual({ counted: false, status: "no_code" });
  const referred = await visitor.visit(`/?ref=${CODE}`);
  expect(await referred.goodword.identify("")).toEqual({ counted: false, status: "no_code" });
  expect(visitor.sent).toEqual([]);
});

test.each([
  ["no network", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["a refusal", async () => Response.json({ title: "Busy" }, { status: 429 })],
  ["a page that is no answer", async () => new Response("<!doctype html>")],
])(
  "after %s it is tried again, and the page hears no more than that it failed",
  async (_, answers) => {
    const visitor = new Visitor();
    const well = visitor.answers;
    visitor.answers = answers;
    const page = await visitor.visit(`/?ref=${CODE}`);
    expect(await page.goodword.identify(WHO)).toEqual({ counted: false, status: "failed" });
    visitor.answers = well;
    const next = await visitor.visit("/");
    expect(await next.goodword.identify(WHO)).toEqual({ counted: true, status: "received" });
  },
);

test("without consent a referral is sent, and nothing is kept", async () => {
  const visitor = new Visitor();
  const page = await visitor.visit(`/?ref=${CODE}`, { script: { "data-consent": "wait" } });
  expect(await page.goodword.identify(WHO)).toMatchObject({ counted: true });
  expect(visitor.cookies()).toBe("");
  expect(visitor.stored()).toEqual({});
});

test("a refusal of consent during the request leaves nothing behind", async () => {
  const visitor = new Visitor();
  const page = await visitor.visit(`/?ref=${CODE}`);
  const answer = page.goodword.identify(WHO);
  page.goodword.consent(false);
  await answer;
  expect(visitor.cookies()).toBe("");
});

test("a later referral, after the first one's time, is sent again", async () => {
  const visitor = new Visitor();
  await (await visitor.visit(`/?ref=${CODE}`)).goodword.identify(WHO);
  visitor.now += 91 * 86_400_000;
  await (await visitor.visit(`/?ref=${OTHER}`)).goodword.identify(WHO);
  expect(visitor.sent.map(({ init }) => JSON.parse(String(init.body)).code)).toEqual([CODE, OTHER]);
});

test("the code of a link that has ended is forgotten, and the next link counts", async () => {
  const visitor = new Visitor();
  const well = visitor.answers;
  visitor.answers = async () => Response.json({ counted: false, status: "ended" });
  const page = await visitor.visit(`/?ref=${CODE}`, {
    body: '<input type="hidden" name="goodword_code">',
  });
  expect(await page.goodword.identify(WHO)).toEqual({ counted: false, status: "ended" });
  expect(page.code).toBeNull();
  expect(page.field("goodword_code").value).toBe("");
  expect(visitor.cookies()).toBe("");
  expect(visitor.stored()).toEqual({});
  visitor.answers = well;
  visitor.now += 86_400_000;
  const next = await visitor.visit(`/?ref=${OTHER}`);
  expect(next.code).toBe(OTHER);
  expect(await next.goodword.identify(WHO)).toMatchObject({ status: "received" });
});

test("a code that was used gives way to another link's, and is not sent again by its own", async () => {
  const visitor = new Visitor();
  await (await visitor.visit(`/?ref=${CODE}`)).goodword.identify(WHO);
  visitor.now += 86_400_000;
  const again = await visitor.visit(`/?ref=${CODE}`);
  expect(await again.goodword.identify(WHO)).toMatchObject({ status: "repeated" });
  const other = await visitor.visit(`/?ref=${OTHER}`);
  expect(other.code).toBe(OTHER);
  expect(await other.goodword.identify(WHO)).toMatchObject({ status: "received" });
  expect(visitor.sent.map(({ init }) => JSON.parse(String(init.body)).code)).toEqual([CODE, OTHER]);
});

test("calls from before the script loaded run when it loads, and later ones run at once", async () => {
  const visitor = new Visitor();
  const page = await visitor.visit(`/?ref=${CODE}`, {
    before: (window) =>
      Object.assign(window, {
        goodword: [["nonsense", 1], null, "identify", ["identify", WHO, { firstName: "Ann" }]],
      }),
  });
  expect(visitor.sent.map(({ init }) => JSON.parse(String(init.body)))).toMatchObject([
    { email: WHO, firstName: "Ann" },
  ]);
  page.goodword.push(["consent", false]);
  expect(page.code).toBeNull();
  expect(visitor.troubles).toEqual([]);
});
