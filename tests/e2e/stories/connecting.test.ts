// A person connects an account, and something is not as it should be: the pages that they see.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Admin, location } from "../src/admin.ts";
import { World } from "../src/world.ts";

let world: World;

beforeAll(async () => {
  world = await World.start({ contacts: 10 });
});

afterAll(() => world?.stop());

/** Expects a page for people that says what happened and offers one next step. */
async function expectPage(answer: Response, status: number): Promise<string> {
  const text = await answer.text();
  expect(answer.status, text).toBe(status);
  expect(answer.headers.get("content-type")).toContain("text/html");
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(text).toMatch(/<h1[^>]*>[^<]+<\/h1>/);
  expect(text).toMatch(/<p[^>]*>[^<]+<\/p>/);
  expect(text).toMatch(/<a [^>]*href="\/[^"]*"/);
  return text;
}

const signedIn = async (browser: Admin) => (await browser.visit("/api/session")).status === 200;

describe("starting", () => {
  test("sends the browser to HubSpot with exactly the app's scopes and a new state", async () => {
    const [one, two] = await Promise.all(
      [world.visitor(), world.visitor()].map((browser) => browser.visit("/hubspot/oauth/start")),
    );
    if (!one || !two) throw new Error("no answers");
    const asked = new URL(location(one));
    expect(asked.origin).toBe(world.sandbox.url);
    expect(asked.searchParams.get("redirect_uri")).toBe(
      `${world.worker.origin}/hubspot/oauth/callback`,
    );
    expect(asked.searchParams.get("state")).not.toBe(
      new URL(location(two)).searchParams.get("state"),
    );
    const [cookie = ""] = one.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/i);
    expect(one.headers.get("cache-control")).toContain("no-store");
  });
});

describe("the callback", () => {
  test("signs the person in, with a cookie that scripts and other sites cannot use", async () => {
    const browser = world.visitor();
    const answer = await browser.visit(await browser.consent());
    expect(new URL(location(answer), world.worker.origin).pathname).toBe("/");
    const session = answer.headers.getSetCookie().find((cookie) => cookie.includes("session"));
    expect(session).toMatch(/HttpOnly/i);
    expect(session).toMatch(/SameSite=(Lax|Strict)/i);
    expect(await signedIn(browser)).toBe(true);
  });

  test("says that the person refused", async () => {
    const browser = world.visitor();
    const text = await expectPage(
      await browser.visit(await browser.consent(undefined, "cancel")),
      403,
    );
    expect(text).toContain("not connected");
    expect(await signedIn(browser)).toBe(false);
  });

  test("is refused if another browser began", async () => {
    const victim = world.visitor();
    await victim.visit("/hubspot/oauth/start");
    const callback = await world.visitor().consent();
    await expectPage(await victim.visit(callback), 400);
    expect(await signedIn(victim)).toBe(false);
    const cookieless = world.visitor();
    await expectPage(await cookieless.visit(callback), 400);
    expect(await signedIn(cookieless)).toBe(false);
  });

  test("is refused with a changed state or cookie", async () => {
    const browser = world.visitor();
    const callback = new URL(await browser.consent());
    const changed = new URL(callback);
    changed.searchParams.set("state", `${callback.searchParams.get("state")}x`);
    await expectPage(await browser.visit(changed.href), 400);
    const forged = browser.cookies.replace(/=(.)/, (_, first) => `=${first === "A" ? "B" : "A"}`);
    await expectPage(
      await world.visitor().visit(callback.href, { headers: { cookie: forged } }),
      400,
    );
    expect(await signedIn(browser)).toBe(false);
  });

  test("says that nothing is left to do if it is repeated", async () => {
    const browser = world.visitor();
    const callback = await browser.consent();
    location(await browser.visit(callback));
    await expectPage(await browser.visit(callback), 409);
    expect(await signedIn(browser)).toBe(true);
  });

  test("says that HubSpot refused the code", async () => {
    const browser = world.visitor();
    const callback = new URL(await browser.consent());
    callback.searchParams.set("code", "used-up");
    await expectPage(await browser.visit(callback.href), 400);
    expect(await signedIn(browser)).toBe(false);
  });

  test("answers with a page even without a sign-in to finish, or with nonsense", async () => {
    const path = "/hubspot/oauth/callback";
    for (const query of [
      "",
      "?code=x",
      "?state=x",
      "?code=&state=",
      "?error=",
      "?code=%ff&state=%00",
    ]) {
      const answer = await world.visitor().visit(path + query);
      await expectPage(answer, answer.status);
      expect(answer.status, query).toBeGreaterThanOrEqual(400);
      expect(answer.status, query).toBeLessThan(500);
    }
  });

  test("never redirects to a place outside HubSpot", async () => {
    const browser = world.visitor();
    const callback = new URL(await browser.consent());
    const code = callback.searchParams.get("code");
    for (const target of [
      "https://evil.example/",
      "//evil.example",
      "https://app.hubspot.com.evil.example/",
    ]) {
      const query = new URLSearchParams({ code: String(code), returnUrl: target });
      const answer = await world.visitor().visit(`${callback.pathname}?${query}`);
      await expectPage(answer, 400);
    }
  });

  test("says that HubSpot is away, and a new attempt works", async () => {
    const browser = world.visitor();
    const callback = await browser.consent();
    await world.sandbox.faults([{ route: "POST /oauth/{v}/token" }, { status: 502 }]);
    await expectPage(await browser.visit(callback), 502);
    expect(await signedIn(browser)).toBe(false);
    await world.sandbox.clearFaults();
    await browser.connect();
    expect(await signedIn(browser)).toBe(true);
  });

  test("connects an account again that is connected already", async () => {
    const browser = await world.visitor().connect();
    await browser.campaign("Kept");
    const again = await world.visitor().connect();
    const { items } = await again.get<{ items: { name: string }[] }>("/api/campaigns");
    expect(items.map(({ name }) => name)).toEqual(["Kept"]);
  });
});

describe("signing out", () => {
  test("ends the session in this browser", async () => {
    const browser = await world.visitor().connect();
    const out = await browser.send("POST", "/api/session/sign-out", {});
    expect(out.status).toBeLessThan(300);
    expect(await signedIn(browser)).toBe(false);
  });
});
