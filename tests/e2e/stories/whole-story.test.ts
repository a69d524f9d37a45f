// The whole way of a referral. A friend follows a shared link and fills in the form. HubSpot has their contact and who
// referred them. Their deal is won, and the referrer's contact and card count it. Then the deal is reopened.

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Admin } from "../src/admin.ts";
import { picture } from "../src/browser.ts";
import { WIDE } from "../src/dashboard.ts";
import { eventually } from "../src/eventually.ts";
import { PATIENCE_MS } from "../src/patience.ts";
import { RecordPage, seen } from "../src/record.ts";
import { story } from "../src/story.ts";
import { CODE, LINK, PEOPLE, SUCCESSFUL } from "../src/world.ts";

// A card gets its record's id as a number.
const its = story("whole-story", { contacts: 3, smallIds: true });

const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36";

const CLICKS = "goodword_clicks";
const BY_CODE = "goodword_referred_by_code";
const BY_NAME = "goodword_referred_by_name";
const BY_LINK = "goodword_referred_by_link";
const BY_CAMPAIGN = "goodword_referred_by_campaign";

const WON = { dealStage: { pipeline: "default", stages: ["closedwon"] } };
const REFERRED_BY = [
  { field: "code", property: BY_CODE, mode: "always" },
  { field: "name", property: BY_NAME, mode: "always" },
  { field: "link", property: BY_LINK, mode: "always" },
  { field: "campaign", property: BY_CAMPAIGN, mode: "always" },
];
const OUTBOUND = [
  { field: "referralLink", property: LINK, mode: "always" },
  { field: "referralCode", property: CODE, mode: "always" },
  { field: "peopleReferred", property: PEOPLE, mode: "always" },
  { field: "successfulReferrals", property: SUCCESSFUL, mode: "always" },
  { field: "clicks", property: CLICKS, mode: "always" },
];

const inHubspot = async (contact: string, property: string) => {
  const all = await its.world.sandbox.contacts([property]);
  return all.find(({ id }) => id === contact)?.properties[property];
};

const becomes = (contact: string, property: string, value: string) =>
  eventually(
    () => inHubspot(contact, property),
    (present) => present === value,
  );

async function friend(link: string): Promise<Page> {
  const context = await its.browser.newContext({
    viewport: WIDE,
    locale: "en-GB",
    userAgent: CHROME,
    javaScriptEnabled: false,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(link);
  return page;
}

/** Fills in the form and sends it. Sends it again if the Worker finds it too quick for a person. */
async function signUp(page: Page): Promise<void> {
  await page.getByLabel("First name").fill("Bo");
  await page.getByLabel("E-mail").fill("Bo@Fabrikam.example");
  await expect
    .poll(async () => {
      const send = page.getByRole("button").first();
      if (await send.isVisible()) await send.click();
      return page.url();
    })
    .toContain("thanks");
}

async function begun(): Promise<{ admin: Admin; ana: string; link: string; code: string }> {
  const { world } = its;
  const [first] = await world.sandbox.contacts();
  const ana = String(first?.id);
  await world.sandbox.changeContact(ana, { firstname: "Ana", lastname: "Silva" });
  const admin = await world.visitor().connect(undefined, "deals");
  const spring = await admin.campaign("Spring");
  await admin.change("POST", "/api/hubspot/referred-by-properties", {
    fields: REFERRED_BY.map(({ field }) => field),
  });
  await eventually(
    () => admin.get<{ properties: { name: string }[] }>("/api/hubspot/catalogue"),
    ({ properties }) => properties.some(({ name }) => name === BY_CAMPAIGN),
  );
  await admin.change("PATCH", `/api/campaigns/${spring.id}`, {
    terms: {
      leadsTo: "hostedPage",
      referredBy: REFERRED_BY,
      rules: [{ id: 1, cause: WON, holdDays: 0 }],
    },
  });
  await admin.finished(await admin.startSync(spring.id, { outbound: OUTBOUND }));
  const [link, code] = [await inHubspot(ana, LINK), await inHubspot(ana, CODE)];
  return { admin, ana, link: String(link), code: String(code) };
}

test("a friend's deal that is won counts for the referrer, and no longer once it is reopened", async () => {
  const { sandbox } = its.world;
  const { admin, ana, link, code } = await begun();

  const page = await friend(link);
  expect(new URL(page.url()).pathname).toBe(`/join/${code}`);
  await signUp(page);
  await picture(page, "whole-story-thanks");
  await page.context().close();

  const { items } = await eventually(
    () =>
      admin.get<{ items: { contactId: string | null; hubspot: string }[] }>("/api/referrals?q=bo"),
    (list) => list.items[0]?.hubspot === "written",
  );
  const bo = String(items[0]?.contactId);
  expect(await inHubspot(bo, "email")).toBe("bo@fabrikam.example");
  expect(await inHubspot(bo, "firstname")).toBe("Bo");
  expect(await inHubspot(bo, BY_CODE)).toBe(code);
  expect(await inHubspot(bo, BY_NAME)).toBe("Ana Silva");
  expect(await inHubspot(bo, BY_LINK)).toBe(link);
  expect(await inHubspot(bo, BY_CAMPAIGN)).toBe("Spring");
  await becomes(ana, PEOPLE, "1");
  await becomes(ana, CLICKS, "1");

  const deal = await sandbox.createDeal({ dealname: "Bo's", dealstage: "closedwon" }, [bo]);
  await becomes(ana, SUCCESSFUL, "1");
  const record = await RecordPage.begin(its.browser, its.world);
  await record.open(ana);
  await seen(record.tab, "Bo");
  await seen(record.tab, "Successful");
  await record.picture("whole-story-card-of-ana");
  await record.open(bo);
  await seen(record.tab, /Referred by/);
  await seen(record.tab, "Ana Silva");
  await record.picture("whole-story-card-of-bo");

  await sandbox.changeDeal(deal, { dealstage: "contractsent" });
  await becomes(ana, SUCCESSFUL, "0");
  await record.open(ana);
  await seen(record.tab, "Pending");
  expect(record.troubles).toEqual([]);
  await record.close();
});
