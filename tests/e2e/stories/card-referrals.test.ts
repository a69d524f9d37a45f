// Referrals on a contact's record: the card lists those from the API and those that people added, with their status. A
// salesperson adds one on the card. The referred contact's own record shows who referred them.

import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { seriousFindings } from "../src/accessibility.ts";
import type { Admin, Campaign } from "../src/admin.ts";
import { openBrowser } from "../src/browser.ts";
import { eventually } from "../src/eventually.ts";
import { button, RecordPage, seen } from "../src/record.ts";
import { PEOPLE, SUCCESSFUL, World } from "../src/world.ts";

const PRIYA = "priya@northwind.example";
const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36";

interface Referrer {
  contactId: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  link: string;
  code: string;
  clicks: number;
}

let world: World;
let admin: Admin;
let browser: Browser;
let record: RecordPage;
let campaign: Campaign;
let key: string;
let ana: Referrer;
let ben: Referrer;
/** The id of the referred contact, who takes part in no campaign. */
let referred: string;

beforeAll(async () => {
  world = await World.start({ contacts: 12, smallIds: true });
  browser = await openBrowser();
  admin = await world.visitor().connect();
  campaign = await admin.campaign("Spring");
  const terms = { rules: [{ id: 1, cause: "api", holdDays: 0 }] };
  await admin.change("PATCH", `/api/campaigns/${campaign.id}`, { terms });
  const inbound = [
    { field: "firstName", property: "firstname" },
    { field: "lastName", property: "lastname" },
    { field: "email", property: "email" },
  ];
  await admin.finished(await admin.startSync(campaign.id, { inbound }));
  const { items } = await admin.get<{ items: Referrer[] }>("/api/referrers?order=oldest");
  const known = items.filter(({ firstName, lastName, email }) => firstName && lastName && email);
  [ana, ben] = [found(known[0]), found(known[1])];
  const made = await world.sandbox.createContact({
    email: PRIYA,
    firstname: "Priya",
    lastname: "Raman",
  });
  referred = made.id;
  ({ key } = await admin.change<{ key: string }>("POST", "/api/api-keys", { name: "The shop" }));
});

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

beforeEach(async () => {
  record = await RecordPage.begin(browser, world);
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await record.picture("failed-card-referrals");
  await record.close();
  expect(record.troubles).toEqual([]);
});

function found<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error("the story lacks a part");
  return thing;
}

/** Sends a request as the customer's own shop does, with an API key. */
async function call<T>(path: string, body: object): Promise<T> {
  const answer = await fetch(`${world.worker.origin}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });
  expect(answer.ok, `${path}: ${answer.status}`).toBe(true);
  return (await answer.json()) as T;
}

test("without referrals the card says how to get some", async () => {
  await record.open(ana.contactId);
  for (const place of [record.tab, record.sidebar]) {
    await seen(place, "Nobody yet. Share the link");
    await button(place, "Add a referral").waitFor();
  }
  expect(await record.tab.getByRole("table").count()).toBe(0);
});

test("referrals from the shop and from a colleague appear with their status", async () => {
  for (const _ of [1, 2]) {
    await fetch(ana.link, { headers: { "user-agent": CHROME }, redirect: "manual" });
  }
  const priya = await call<{ id: number }>("/api/referrals", {
    code: ana.code,
    email: PRIYA,
    contactId: referred,
    firstName: "Priya",
    lastName: "Raman",
  });
  await call(`/api/referrals/${priya.id}/events`, { event: "qualify" });
  await call("/api/referrals", { code: ben.code, email: "tom@northwind.example" });
  await call("/api/referrals", { code: ana.code, email: "tom@northwind.example" });
  const place = `/api/campaigns/${campaign.id}/referrers/${ana.contactId}`;
  await admin.change("POST", `${place}/referrals`, {
    email: "marta@northwind.example",
    firstName: "Marta",
    lastName: "Silva",
  });
  await eventually(
    () => admin.get<Referrer>(place),
    ({ clicks }) => clicks === 1,
  );

  await record.open(ana.contactId);
  await record.tab
    .getByText(/Clicks\s*1\s*People referred\s*2\s*Successful referrals\s*1/)
    .waitFor();
  const rows = record.tab.getByRole("row");
  await rows.filter({ hasText: /Priya Raman\s*Successful/ }).waitFor();
  await rows.filter({ hasText: /Marta Silva\s*Pending/ }).waitFor();
  await rows
    .filter({ hasText: /tom@northwind\.example\s*Referred by somebody else\s*Not counted/ })
    .waitFor();
  await seen(record.tab, "Last 12 weeks");
  for (const text of ["Priya Raman", "Marta Silva", /Referred by somebody else/]) {
    await seen(record.sidebar, text);
  }
  expect(await record.page.locator(".hs-unknown").count()).toBe(0);
  expect(await seriousFindings(record.page)).toEqual([]);
  await record.picture("card-referrals");
});

test("a salesperson adds a referral on the card and sees its status", async () => {
  await record.open(ana.contactId);
  const { tab, page } = record;
  const add = async (email: string, firstName = "") => {
    await button(tab, "Add a referral").click();
    await tab.getByLabel("E-mail address").fill(email);
    await tab.getByLabel("First name").fill(firstName);
    await button(tab, "Add referral").click();
  };
  await add("jonas at northwind");
  await seen(tab, "This is not an e-mail address.");
  await record.picture("card-adding");
  expect(await seriousFindings(page)).toEqual([]);
  await tab.getByLabel("E-mail address").fill("jonas@northwind.example");
  await tab.getByLabel("First name").fill("Jonas");
  await button(tab, "Add referral").click();
  await seen(tab, "Jonas counts as referred by this contact.");
  await tab
    .getByRole("row")
    .filter({ hasText: /Jonas\s*Pending/ })
    .waitFor();
  await seen(tab, /People referred\s*3/);

  await add("Priya+shop@northwind.example");
  await seen(tab, "Already referred");
  await add("tom@northwind.example");
  await seen(tab, "This person was referred to the campaign before");
  await record.picture("card-not-counted");

  // The card in the sidebar shows it after a refresh.
  await button(record.sidebar, "Refresh").click();
  await seen(record.sidebar, "Jonas");
  const { items } = await admin.get<{ items: { firstName: string | null; attribution: string }[] }>(
    `/api/referrals?contactId=${ana.contactId}`,
  );
  expect(items.find(({ firstName }) => firstName === "Jonas")?.attribution).toBe("byHand");
});

test("a form that HubSpot sends twice adds one person and gets the same response", async () => {
  const send = () =>
    world.sandbox.cardFetch({
      url: `${world.worker.origin}/card/referrals`,
      method: "POST",
      body: { contactId: ben.contactId, campaignId: campaign.id, email: "lena@northwind.example" },
    });
  const outcomes = [await send(), await send()].map(({ status, body }) => ({ status, body }));
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: 200, body: { added: { outcome: "counted" } } });
  }
  const [, second] = outcomes;
  expect(second?.body).toMatchObject({ results: [{ total: 2 }] });
});

test("the record of the referred person names the referrer and leads to them", async () => {
  await record.open(referred);
  const name = `${ana.firstName} ${ana.lastName}`;
  for (const place of [record.tab, record.sidebar]) {
    await seen(place, `Referred by ${name} in Spring`);
    await seen(place, "Successful");
    await seen(place, "Not in a campaign yet");
  }
  await record.picture("card-referred-by");
  await record.tab.getByRole("link", { name }).click();
  await record.page.waitForURL(`**/record/0-1/${ana.contactId}`);
  await record.tab.getByRole("row").filter({ hasText: "Priya Raman" }).waitFor();

  // A contact who takes part is found by the address too.
  const { firstName, lastName } = ben;
  const email = ben.email?.toUpperCase();
  await call("/api/referrals", { code: ana.code, email, firstName, lastName });
  await record.open(ben.contactId);
  await seen(record.tab, `Referred by ${name} in Spring`);
});

test("within a minute the record's own properties match the card", async () => {
  const written = async () => {
    const contacts = await world.sandbox.contacts([PEOPLE, SUCCESSFUL]);
    const { properties } = found(contacts.find(({ id }) => id === ana.contactId));
    return [properties[PEOPLE], properties[SUCCESSFUL]];
  };
  await expect.poll(written).toEqual(["4", "1"]);
  await record.open(ana.contactId);
  await record.tab.getByText(/People referred\s*4\s*Successful referrals\s*1/).waitFor();
  await record.page.locator("#properties").getByText("4", { exact: true }).waitFor();
  await expect
    .poll(async () => {
      await button(record.tab, "Refresh").click();
      return record.tab.getByText("Newer results are on their way").count();
    })
    .toBe(0);
  await record.page.mouse.move(0, 0);
  await record.picture("card");
});
