// A salesperson opens a contact's record in a real browser and uses the real card on it.

import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Admin, Campaign } from "../src/admin.ts";
import { openBrowser, picture } from "../src/browser.ts";
import { World } from "../src/world.ts";

let world: World;
let admin: Admin;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let troubles: string[];
let enrolled: string;
let link: string;
let newcomer: string;

beforeAll(async () => {
  world = await World.start({ contacts: 60, smallIds: true });
  browser = await openBrowser();
  admin = await world.visitor().connect();
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

beforeEach(async () => {
  await context?.close();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], {
    origin: world.sandbox.url,
  });
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
  troubles = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (line) => {
    if (line.type() === "error") troubles.push(line.text());
  });
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await picture(page, "failed");
});

const open = (contact: string) =>
  page.goto(`${world.sandbox.url}/contacts/${world.sandbox.portal}/record/0-1/${contact}`);
const tab = () => page.locator("#card-tab");
const sidebar = () => page.locator("#card-sidebar");
const seen = (place: Locator, text: string) => place.getByText(text).first().waitFor();
const button = (place: Locator, name: string | RegExp) => place.getByRole("button", { name });
/** What a click on a card's copy button leaves on the clipboard, once the card says that it is there. */
const copied = async (place: Locator) => {
  await page.evaluate(() => navigator.clipboard.writeText("something else"));
  await button(place, /Copy link/).click();
  await seen(place, "Copied");
  return page.evaluate(() => navigator.clipboard.readText());
};

test("before there is a campaign, the card says so", async () => {
  const [first] = await world.sandbox.contacts();
  await open(String(first?.id));
  await seen(tab(), "No campaign to join");
  await seen(sidebar(), "No campaign to join");
  await picture(page, "card-no-campaign");
  expect(troubles).toEqual([]);
});

test("both cards show an enrolled contact's link and numbers, soon", async () => {
  const campaign: Campaign = await admin.campaign("Spring");
  await admin.finished(await admin.startSync(campaign.id));
  const [first] = await world.links();
  [enrolled, link] = [String(first?.[0]), String(first?.[1])];

  await open(enrolled);
  const shown = link.replace(/^http:\/\//, "");
  for (const place of [tab(), sidebar()]) {
    await seen(place, shown);
    await seen(place, "People referred");
    await seen(place, "Successful referrals");
    await seen(place, "Live");
    await seen(place, "Last synced");
  }
  await picture(page, "card-enrolled");
  // The record's own list of properties has what the sync wrote.
  await seen(page.locator("body"), link);
  expect(troubles).toEqual([]);
});

test("the copy button puts the link on the clipboard and says so", async () => {
  await open(enrolled);
  for (const place of [tab(), sidebar()]) {
    expect(await copied(place)).toBe(link);
  }
  expect(troubles).toEqual([]);
});

test("a contact that is not in a campaign yet is enrolled by one click", async () => {
  const { id } = await world.sandbox.createContact({ email: "newcomer@example.com" });
  newcomer = id;
  await open(newcomer);
  await seen(tab(), "Not in a campaign yet");
  await seen(sidebar(), "Not in a campaign yet");
  await picture(page, "card-not-enrolled");
  await button(tab(), /Add to Spring/).click();
  await seen(tab(), "Live");
  const given = await copied(tab());
  expect(given).toMatch(new RegExp(`^${world.worker.origin}/r/\\w+$`));
  await picture(page, "card-just-enrolled");
  await expect
    .poll(async () => (await fetch(given, { redirect: "manual" })).status, { timeout: 10_000 })
    .toBe(302);
  await expect
    .poll(async () => (await world.links()).get(newcomer), { timeout: 20_000 })
    .toBe(given);
  expect(troubles).toEqual([]);
});

test("clicking in both cards at once makes one link", async () => {
  const { id } = await world.sandbox.createContact({ email: "twice@example.com" });
  await open(id);
  // One after the other, because a page has one mouse; the first is not answered before the second comes.
  await button(tab(), /Add to Spring/).click();
  await button(sidebar(), /Add to Spring/).click();
  await Promise.all([seen(tab(), "Live"), seen(sidebar(), "Live")]);
  expect(await copied(sidebar())).toBe(await copied(tab()));
});

test("a paused link is shown as paused", async () => {
  const { items } = await admin.get<{ items: Campaign[] }>("/api/campaigns");
  const change = (linkStatus: string) =>
    admin.change("PATCH", `/api/campaigns/${items[0]?.id}/referrers/${enrolled}`, { linkStatus });
  await change("paused");
  await open(enrolled);
  await seen(tab(), "Paused");
  await picture(page, "card-paused");
  await change("live");
  await button(tab(), /Refresh/).click();
  await seen(tab(), "Live");
});

test("when the Worker is away the card says what to do, and trying again works", async () => {
  await world.worker.stop();
  await open(enrolled);
  await button(tab(), /Try again/).waitFor({ timeout: 40_000 });
  await picture(page, "card-trouble");
  await world.worker.startAgain();
  await button(tab(), /Try again/).click();
  await seen(tab(), "Live");
}, 120_000);

test("after an uninstall the card says that the account is disconnected", async () => {
  await world.sandbox.uninstall();
  const { items } = await admin.get<{ items: { id: number }[] }>("/api/syncs");
  const run = await admin.runAgain(Number(items[0]?.id));
  await admin.runUntil(run.id, ({ waitingFor }) => waitingFor === "connection");
  await open(enrolled);
  await seen(tab(), "Goodword is disconnected from HubSpot");
  await picture(page, "card-disconnected");
});
