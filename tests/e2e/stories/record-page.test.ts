// A salesperson opens a contact's record in a real browser and uses the real card.

import type { Browser, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Admin, Campaign } from "../src/admin.ts";
import { openBrowser } from "../src/browser.ts";
import { eventually } from "../src/eventually.ts";
import { button, RecordPage, seen } from "../src/record.ts";
import { World } from "../src/world.ts";

let world: World;
let admin: Admin;
let browser: Browser;
let record: RecordPage;
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
  await record?.close();
  record = await RecordPage.begin(browser, world);
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await record.picture("failed");
});

/** Clicks a card's copy button, waits until the card confirms it, and returns the text on the clipboard. */
const copied = async (place: Locator) => {
  await record.page.evaluate(() => navigator.clipboard.writeText("something else"));
  await button(place, /Copy link/).click();
  await seen(place, "Copied");
  return record.page.evaluate(() => navigator.clipboard.readText());
};

test("before there is a campaign, the card says so", async () => {
  const [first] = await world.sandbox.contacts();
  await record.open(String(first?.id));
  await seen(record.tab, "No campaign to join");
  await seen(record.sidebar, "No campaign to join");
  await record.picture("card-no-campaign");
  expect(record.troubles).toEqual([]);
});

test("both cards soon show an enrolled contact's link and numbers", async () => {
  const campaign: Campaign = await admin.campaign("Spring");
  await admin.finished(await admin.startSync(campaign.id));
  const [first] = await world.links();
  [enrolled, link] = [String(first?.[0]), String(first?.[1])];

  await record.open(enrolled);
  const shown = link.replace(/^http:\/\//, "");
  for (const place of [record.tab, record.sidebar]) {
    await seen(place, shown);
    await seen(place, "People referred");
    await seen(place, "Successful referrals");
    await seen(place, "Live");
    await seen(place, "Last synced");
  }
  await record.picture("card-enrolled");
  // The record's own list of properties shows the values that the sync wrote.
  await seen(record.page.locator("body"), link);
  expect(record.troubles).toEqual([]);
});

test("the copy button puts the link on the clipboard and says so", async () => {
  await record.open(enrolled);
  for (const place of [record.tab, record.sidebar]) {
    expect(await copied(place)).toBe(link);
  }
  expect(record.troubles).toEqual([]);
});

test("one click enrols a contact that is in no campaign yet", async () => {
  const { id } = await world.sandbox.createContact({ email: "newcomer@example.com" });
  newcomer = id;
  await record.open(newcomer);
  await seen(record.tab, "Not in a campaign yet");
  await seen(record.sidebar, "Not in a campaign yet");
  await record.picture("card-not-enrolled");
  await button(record.tab, /Add to Spring/).click();
  await seen(record.tab, "Live");
  const given = await copied(record.tab);
  expect(given).toMatch(new RegExp(`^${world.worker.origin}/r/\\w+$`));
  await record.picture("card-just-enrolled");
  await expect.poll(async () => (await fetch(given, { redirect: "manual" })).status).toBe(302);
  await expect.poll(async () => (await world.links()).get(newcomer)).toBe(given);
  expect(record.troubles).toEqual([]);
});

test("clicking in both cards at once makes one link", async () => {
  const { id } = await world.sandbox.createContact({ email: "twice@example.com" });
  await record.open(id);
  // The clicks follow each other because a page has one mouse. The second comes before the first is answered.
  await button(record.tab, /Add to Spring/).click();
  await button(record.sidebar, /Add to Spring/).click();
  await Promise.all([seen(record.tab, "Live"), seen(record.sidebar, "Live")]);
  expect(await copied(record.sidebar)).toBe(await copied(record.tab));
});

test("a paused link is shown as paused", async () => {
  const { items } = await admin.get<{ items: Campaign[] }>("/api/campaigns");
  const change = (linkStatus: string) =>
    admin.change("PATCH", `/api/campaigns/${items[0]?.id}/referrers/${enrolled}`, { linkStatus });
  await change("paused");
  await record.open(enrolled);
  await seen(record.tab, "Paused");
  await record.picture("card-paused");
  await change("live");
  await button(record.tab, /Refresh/).click();
  await seen(record.tab, "Live");
});

test("when the Worker is away the card says what to do, and trying again works", async () => {
  await world.worker.stop();
  await record.open(enrolled);
  await button(record.tab, /Try again/).waitFor();
  await record.picture("card-trouble");
  await world.worker.startAgain();
  await button(record.tab, /Try again/).click();
  await seen(record.tab, "Live");
});

test("after an uninstall the card says that the account is disconnected", async () => {
  await world.sandbox.uninstall();
  const { items } = await admin.get<{ items: { id: number }[] }>("/api/syncs");
  await admin.runAgain(Number(items[0]?.id));
  // A lost connection signs everybody out.
  await eventually(
    () => admin.visit("/api/syncs"),
    ({ status }) => status === 401,
  );
  await record.open(enrolled);
  await seen(record.tab, "Goodword is disconnected from HubSpot");
  await record.picture("card-disconnected");
});
