/** The record page in a real Chromium, with the real card bundles in their workers. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildRecordPage } from "../build.mjs";
import { REMOVED } from "../src/worker/lockdown";
import { launchChromium } from "./chromium";
import { type RecordServer, serveRecord } from "./server";

const LINK = "https://goodword.example.com/r/CODE";

const referrer = {
  campaign: { id: 1, name: "Spring" },
  link: LINK,
  code: "CODE",
  linkStatus: "live",
  clicks: 34,
  peopleReferred: 12,
  successfulReferrals: 3,
  lastSyncedAt: "2026-01-01T00:00:00Z",
  syncState: "synced",
  syncProblem: null,
};
const enrolled = { status: "enrolled", contactId: "151", referrers: [referrer], campaigns: [] };
const notEnrolled = {
  ...enrolled,
  status: "not_enrolled",
  referrers: [],
  campaigns: [referrer.campaign],
};

let assets: string;
let browser: Browser;
let server: RecordServer;
let page: Page;

beforeAll(async () => {
  assets = await mkdtemp(join(tmpdir(), "record-page-"));
  [browser] = await Promise.all([launchChromium(), buildRecordPage(assets)]);
});

afterAll(async () => {
  await browser?.close();
  await rm(assets, { recursive: true, force: true });
});

beforeEach(async () => {
  server = await serveRecord(assets);
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  page = await context.newPage();
});

afterEach(async () => {
  await page.context().close();
  await server.close();
});

async function openRecord(): Promise<void> {
  await page.goto(server.url);
}

const tab = () => page.locator("#card-tab");
const sidebar = () => page.locator("#card-sidebar");

describe("a contact's record", () => {
  it("shows the real card as a tab and in the sidebar, with one request to HubSpot's proxy for each", async () => {
    server.answer = () => ({ status: 200, body: enrolled });
    await openRecord();
    for (const card of [tab(), sidebar()]) {
      await card.getByRole("link", { name: "goodword.example.com/r/CODE" }).waitFor();
      expect(await card.textContent()).toMatch(/People referred12Successful referrals3/);
    }
    const call = {
      portalId: 4711,
      userId: 7,
      userEmail: "sales@example.com",
      url: "https://goodword.example.com/card/contact?contactId=151",
      method: "GET",
      timeout: 8_000,
    };
    expect(server.calls).toEqual([call, call]);
    expect(await page.locator(".hs-unknown").count()).toBe(0);
  });

  it("accepts the proxy's answer as a value or as text", async () => {
    server.answer = () => ({ status: 200, body: JSON.stringify(enrolled) });
    await openRecord();
    await tab().getByText("Spring").waitFor();
  });

  it("copies the link to the clipboard", async () => {
    server.answer = () => ({ status: 200, body: enrolled });
    await openRecord();
    await sidebar().getByRole("button", { name: "Copy link" }).click();
    await sidebar().getByRole("button", { name: "Copied" }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(LINK);
  });

  it("explains the last sync to a keyboard as well as to a mouse", async () => {
    server.answer = () => ({ status: 200, body: enrolled });
    await openRecord();
    const tooltip = tab().getByRole("tooltip");
    await tab().locator(".hs-tag").focus();
    await tooltip.waitFor({ state: "visible" });
    expect(await tooltip.textContent()).toContain("1 January 2026");
  });

  it("enrols, confirms it in a toast, and refreshes the property panel", async () => {
    server.answer = ({ method }) => {
      if (method === "POST") {
        server.propertyValue = LINK;
        return { status: 200, body: enrolled };
      }
      return { status: 200, body: notEnrolled };
    };
    await openRecord();
    await tab().getByRole("button", { name: "Add to Spring" }).click();
    await page.getByRole("status").getByText("Referral link created").waitFor();
    await page.locator("#properties").getByText(LINK).waitFor();
    expect(server.calls.at(-1)).toMatchObject({
      url: "https://goodword.example.com/card/enrolment",
      method: "POST",
      body: { contactId: "151", campaignId: 1 },
    });
  });

  it("draws the weeks and the people, and adds a person with the form", async () => {
    const standing = { byHand: false, notCounted: null, at: "2026-01-01T00:00:00Z" };
    const person = { id: 1, person: "Ada", contactId: "9", status: "pending", ...standing };
    const counts = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3];
    const weeks = { since: "2025-10-20", peopleReferred: counts, successfulReferrals: counts };
    const results = { campaignId: 1, referrals: [person], total: 1, totalIsLeast: false, weeks };
    const added = {
      campaignId: 1,
      outcome: "notCounted",
      person: "Bo",
      why: "Bo was first.",
      field: null,
    };
    const shown = { ...enrolled, results: [results], recordUrl: `${server.url}record/` };
    server.answer = ({ method }) => ({
      status: 200,
      body: method === "POST" ? { ...shown, added } : shown,
    });
    await openRecord();
    const link = tab().getByRole("link", { name: "Ada" });
    expect(await link.getAttribute("href")).toBe(`${server.url}record/9`);
    await tab().getByRole("rowheader", { name: "5 Jan" }).waitFor({ state: "attached" });

    await tab().getByRole("button", { name: "Add a referral" }).click();
    await tab().getByRole("button", { name: "Add referral" }).click();
    await tab().getByText("Enter the person's e-mail address.").waitFor();
    await tab().getByLabel("E-mail address").fill("bo@example.com");
    await tab().getByLabel("First name").fill("Bo");
    await page.keyboard.press("Enter");
    await tab().getByText("Bo was first.").waitFor();
    expect(server.calls.at(-1)).toMatchObject({
      url: "https://goodword.example.com/card/referrals",
      body: { contactId: "151", campaignId: 1, email: "bo@example.com", firstName: "Bo" },
    });
    expect(await page.locator(".hs-unknown").count()).toBe(0);
  });

  it("lets the card report an unreachable proxy", async () => {
    await page.route("**/proxy", (route) => route.abort());
    await openRecord();
    await tab().getByText("Goodword could not be reached").waitFor();
    await page.unroute("**/proxy");
    server.answer = () => ({ status: 200, body: enrolled });
    await tab().getByRole("button", { name: "Try again" }).click();
    await tab().getByText("Spring").waitFor();
  });
});

describe("the worker of a card", () => {
  /** A card that draws the value of `expression` as text. */
  const cardDrawing = (expression: string) => `
    const Text = RemoteUI.createRemoteReactComponent("Text");
    self.extend_V2(() => React.createElement(Text, null, JSON.stringify(${expression})));`;

  it("has no page and no network", async () => {
    const names = ["window", "document", ...REMOVED];
    server.tabScript = cardDrawing(`${JSON.stringify(names)}.map((name) => typeof self[name])`);
    await openRecord();
    await tab().getByText("undefined").waitFor();
    const types: unknown = JSON.parse((await tab().locator(".hs-text").textContent()) ?? "");
    expect(types).toEqual(names.map(() => "undefined"));
  });

  it("does not return them to a card that tries to reach them", async () => {
    server.tabScript = cardDrawing(`(() => {
      try { delete self.fetch; } catch {}
      const scopes = [self, Object.getPrototypeOf(self), WorkerGlobalScope.prototype];
      return scopes.map((scope) => typeof scope.fetch + typeof scope.importScripts);
    })()`);
    await openRecord();
    await tab().getByText("undefined").waitFor();
    expect(await tab().locator(".hs-text").textContent()).not.toContain("function");
  });

  it("offers HubSpot's names to a card, and shows which actions the page does not support", async () => {
    server.tabScript = `
      const Text = RemoteUI.createRemoteReactComponent("Text");
      self.extend_V2(({ context, actions }) => {
        actions.openIframeModal({ uri: "https://example.com" });
        const fromHook = self.hsWorkerAPI.useExtensionContext();
        const facts = [context.crm, context.location, fromHook === context];
        return React.createElement(Text, null, JSON.stringify(facts));
      });`;
    await openRecord();
    await tab()
      .getByText('[{"objectId":151,"objectTypeId":"0-1"},"crm.record.tab",true]')
      .waitFor();
    await page.getByText("does not offer openIframeModal").waitFor();
  });

  it("draws an unknown component with its name and its children", async () => {
    server.tabScript = `
      const Mystery = RemoteUI.createRemoteReactComponent("Mystery");
      self.extend_V2(() => React.createElement(Mystery, null, "inside"));`;
    await openRecord();
    await tab().getByText("The component Mystery is not drawn by this page.").waitFor();
    await tab().getByText("inside").waitFor();
  });

  it.each([
    ["throws", "throw new Error('card is broken')", "card is broken"],
    ["is not a script", "(", "SyntaxError"],
  ])("shows that a card stopped: it %s", async (_, script, reason) => {
    server.tabScript = script;
    server.answer = () => ({ status: 200, body: enrolled });
    await openRecord();
    await tab().getByText("The card stopped").waitFor();
    expect(await tab().textContent()).toContain(reason);
    await sidebar().getByText("Spring").waitFor();
  });
});

describe("a card's bundle", () => {
  it.each(["card-tab.js", "card-sidebar.js"])(
    "%s takes React from its host, as HubSpot builds it",
    async (name) => {
      const script = await readFile(join(assets, name), "utf8");
      expect(script).toContain("self.React");
      expect(script).toContain("self.RemoteUI");
      // The version of React shows whether its code is in the bundle; it must not be.
      expect(script).not.toContain("18.3.1");
      // HubSpot sends a card's bundle to everyone who views a record, so it must stay small.
      expect(script.length).toBeLessThan(45_000);
    },
  );
});
