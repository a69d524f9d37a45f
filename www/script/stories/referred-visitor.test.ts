// A visitor follows a friend's link to a customer's site in a real browser, and visits further pages there. Needs
// Chromium: `npm run test:browser`.

import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Goodword as Calls } from "../src/ref.ts";
import { Goodword, Site } from "./sites.ts";

const CODE = "K7Q2M0X49B";
const OTHER = "Z0000ZZZZ9";

let goodword: Goodword;
let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let troubles: string[];

beforeAll(async () => {
  goodword = await Goodword.start();
  site = await Site.start(goodword.origin, { "/": '<a href="/sign-up">Sign up</a>' });
  // Chromium's own sandbox does not start for root, which build machines often run as.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args });
});

afterAll(async () => {
  await browser?.close();
  await site?.stop();
  await goodword?.stop();
});

beforeEach(async () => {
  goodword.received.length = 0;
  site.submitted.length = 0;
  context = await browser.newContext();
  page = await context.newPage();
  troubles = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (line) => {
    if (line.type() === "error" && !line.text().includes("favicon")) troubles.push(line.text());
  });
});

afterEach(async () => {
  await context.close();
  expect(troubles).toEqual([]);
});

/** Waits for the script, and returns the code that it knows. */
async function code(): Promise<string | null> {
  await page.waitForFunction(() => "goodword" in window);
  return page.evaluate(() => (window as unknown as { goodword: Calls }).goodword.code);
}

const visit = (path: string) => page.goto(site.origin + path);
const kept = async () => (await context.cookies()).map(({ value }) => value.split(".")[0]);

/** Adds a form to the loaded page, as frameworks do. */
const addForm = () =>
  page.evaluate(() => {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: "/thanks" });
    for (const [type, name] of [
      ["hidden", "referral_code"],
      ["email", "email"],
      ["submit", "send"],
    ]) {
      form.append(Object.assign(document.createElement("input"), { type, name }));
    }
    document.body.append(form);
  });

test("a link's code follows the visitor into a form that is added later, and no second link replaces it", async () => {
  await visit(`/?ref=${CODE}`);
  expect(await code()).toBe(CODE);
  await page.getByRole("link", { name: "Sign up" }).click();
  await page.waitForURL("**/sign-up");
  expect(await code()).toBe(CODE);
  await addForm();
  await page.locator(`input[name=referral_code][value=${CODE}]`).waitFor({ state: "attached" });

  await visit(`/?ref=${OTHER}`);
  expect(await code()).toBe(CODE);

  await visit("/sign-up");
  await code();
  await addForm();
  await page.locator("input[name=email]").fill("ann@example.com");
  await page.locator("input[name=send]").click();
  await page.waitForURL("**/thanks");
  expect(site.submitted).toEqual([`referral_code=${CODE}&email=ann%40example.com&send=Submit`]);
});

test("the cookie belongs to the site, lasts as long as the attribution window, and goes to no other site", async () => {
  await visit(`/?ref=${CODE}`);
  await code();
  const [cookie, ...others] = await context.cookies();
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({
    name: "goodword_ref",
    domain: "127.0.0.1",
    path: "/",
    sameSite: "Lax",
  });
  const days = ((cookie?.expires ?? 0) - Date.now() / 1000) / 86_400;
  expect(days).toBeGreaterThan(89.9);
  expect(days).toBeLessThan(90.1);
});

test("if the page waits for consent, nothing is kept before it is given or after it is withdrawn", async () => {
  const consent = (isGiven: boolean) =>
    page.evaluate(
      (given) => (window as unknown as { goodword: Calls }).goodword.consent(given),
      isGiven,
    );
  const stored = () => page.evaluate(() => ({ ...localStorage }));

  await visit(`/?wait&ref=${CODE}`);
  expect(await code()).toBe(CODE);
  expect([await kept(), await stored()]).toEqual([[], {}]);
  await visit("/?wait");
  expect(await code()).toBeNull();

  await visit(`/?wait&ref=${CODE}`);
  await code();
  await consent(true);
  expect(await kept()).toEqual([CODE]);
  await visit("/?wait");
  expect(await code()).toBe(CODE);

  await consent(false);
  expect([await kept(), await stored()]).toEqual([[], {}]);
  await visit("/");
  expect(await code()).toBeNull();
});

test("a sign-up is reported to Goodword once, across origins, without a preflight or a cookie", async () => {
  const identify = () =>
    page.evaluate(() =>
      (window as unknown as { goodword: Calls }).goodword.identify("ann@example.com", {
        firstName: "Ann",
      }),
    );
  await visit(`/?ref=${CODE}`);
  await code();
  expect(await identify()).toEqual({ counted: true, status: "received" });
  await visit("/account");
  await code();
  expect(await identify()).toEqual({ counted: false, status: "repeated" });

  expect(goodword.received).toHaveLength(1);
  const [{ method, path, headers, body }] = goodword.received as [(typeof goodword.received)[0]];
  expect(`${method} ${path}`).toBe("POST /referrals");
  expect(headers).toMatchObject({
    origin: site.origin,
    "content-type": "text/plain;charset=UTF-8",
  });
  expect(headers.cookie).toBeUndefined();
  expect(JSON.parse(body)).toEqual({
    code: CODE,
    email: "ann@example.com",
    firstName: "Ann",
    clickedAt: expect.any(Number),
  });
});

test("the report arrives although the visitor leaves at once", async () => {
  await visit(`/?ref=${CODE}`);
  await code();
  await page.evaluate(() => {
    (window as unknown as { goodword: Calls }).goodword.identify("ann@example.com");
    location.href = "/account";
  });
  await expect.poll(() => goodword.received.length).toBe(1);
});
