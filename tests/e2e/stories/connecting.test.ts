// What a person sees who connects an account, when something about it is not as it should be.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Admin, location } from "../src/admin.ts";
import { World } from "../src/world.ts";

let world: World;

beforeAll(async () => {
  world = await World.start({ contacts: 10 });
});

afterAll(() => world?.stop());

/** The answer is a page for people: it says what happened, and has one thing to do next. */
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
  test("sends the browser to HubSpot with exactly the app's scopes and a state of its own", async () => {
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
  test("ends signed in, with a cookie that scripts and other sites cannot use", async () => {
    const browser = world.visitor();
    const answer = await browser.visit(await browser.consent());
    expect(new URL(location(answer), world.worker.origin).pathname).toBe("/");
    const session = answer.headers.getSetCookie().find((cookie) => cookie.includes("session"));
    expect(session).toMatch(/HttpOnly/i);
    expect(session).toMatch(/SameSite=(Lax|Strict)/i);
    expect(await signedIn(browser)).toBe(true);
  });

  test("that was refused says so", async () => {
    const browser = world.visitor();
    const text = await expectPage(
      await browser.visit(await browser.consent(undefined, "cancel")),
      403,
    );
    expect(text).toContain("not connected");
    expect(await signedIn(browser)).toBe(false);
  });

  test("of another browser's attempt is not taken", async () => {
    const victim = world.visitor();
    await victim.visit("/hubspot/oauth/start");
    const callback = await world.visitor().consent();
    await expectPage(await victim.visit(callback), 400);
    expect(await signedIn(victim)).toBe(false);
    const cookieless = world.visitor();
    await expectPage(await cookieless.visit(callback), 400);
    expect(await signedIn(cookieless)).toBe(false);
  });

  test("with a changed state or cookie is not taken", async () => {
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

  test("that is repeated says that there is nothing left to do", async () => {
    const browser = world.visitor();
    const callback = await browser.consent();
    location(await browser.visit(callback));
    await expectPage(await browser.visit(callback), 409);
    expect(await signedIn(browser)).toBe(true);
  });

  test("with a code that HubSpot does not honour says so", async () => {
    const browser = world.visitor();
    const callback = new URL(await browser.consent());
    callback.searchParams.set("code", "used-up");
    await expectPage(await browser.visit(callback.href), 400);
    expect(await signedIn(browser)).toBe(false);
  });

  test("without anything to finish, or with nonsense, gets a page", async () => {
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

  test("never sends anybody to a place that is not HubSpot's", async () => {
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

  test("while HubSpot is away says so, and a new attempt works", async () => {
    const browser = world.visitor();
    const callback = await browser.consent();
    await world.sandbox.faults([{ route: "POST /oauth/{v}/token" }, { status: 502 }]);
    await expectPage(await browser.visit(callback), 502);
    expect(await signedIn(browser)).toBe(false);
    await world.sandbox.clearFaults();
    await browser.connect();
    expect(await signedIn(browser)).toBe(true);
  });

  test("of an account that is connected already connects it again", async () => {
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
    const out = await browser.visit("/api/session/sign-out", {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json", origin: world.worker.origin },
    });
    expect(out.status).toBeLessThan(300);
    expect(await signedIn(browser)).toBe(false);
  });
});
