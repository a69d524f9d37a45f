// The three ways into a sync, each from its first click to Success!, checked by the values in HubSpot.

import { expect, test } from "vitest";
import type { Dashboard } from "../src/dashboard.ts";
import { story } from "../src/story.ts";

const CONTACTS = 60;
const its = story("three-ways", { contacts: CONTACTS });

/** Follows every step of the instructions, from the first question to Success!. */
async function sync(at: Dashboard, name: string): Promise<void> {
  const { wizard } = at;
  await wizard.isAt("Contacts");
  const own = wizard.ownProperty("");
  expect(await wizard.counted()).toBe(CONTACTS);
  await at.picture(`${name}-1-contacts`);
  await wizard.goOn();

  await wizard.isAt("Contact data");
  await expect.poll(() => at.table("Five of your contacts").getByRole("row").count()).toBe(6);
  await at.picture(`${name}-2-contact-data`);
  await wizard.goOn();

  await wizard.isAt("Properties");
  await wizard.isShutBecause("Map “Referral Link” to a HubSpot property to continue.");
  await at.picture(`${name}-3-properties-open`);
  await wizard.createProperties();
  await at.picture(`${name}-3-properties-mapped`);
  await wizard.goOn();

  await wizard.isAt("Start");
  await at.sees("Nobody is notified");
  await at.picture(`${name}-4-start`);
  await wizard.start.click();

  expect(await at.success()).toMatchObject({ Seen: CONTACTS, Linked: CONTACTS, Failed: 0 });
  await at.sees("60 contacts carry their referral link in HubSpot.");
  await at.sees(/Nobody was notified/);
  await at.picture(`${name}-5-success`);
  await everybodyHas(own, name);
}

/** Expects all values that a sync writes on every contact, and links of this campaign. */
async function everybodyHas(own: string, campaign: string): Promise<void> {
  const [link, code, people] = [
    `${own}referral_link`,
    `${own}referral_code`,
    `${own}people_referred`,
  ];
  const [status, named] = [`${own}link_status`, `${own}campaign_name`];
  const qr = `${own}qr_code_url`;
  const contacts = await its.world.sandbox.contacts([link, code, people, status, named, qr]);
  expect(contacts).toHaveLength(CONTACTS);
  const { origin } = its.world.worker;
  for (const { properties } of contacts) {
    expect(properties).toMatchObject({
      [link]: `${origin}/r/${properties[code]}`,
      [people]: "0",
      [status]: "live",
      [named]: campaign,
      [qr]: `${origin}/qr/${properties[code]}.svg`,
    });
  }
  expect(new Set(contacts.map(({ properties }) => properties[link])).size).toBe(CONTACTS);
}

test("Users > Add Users > Sync Your CRM Contacts", async () => {
  const at = await (await its.visitor()).signIn();
  await at.picture("campaigns-empty");
  await at.createCampaign("Spring");
  await at.tab("Users");
  await at.sees("Nobody takes part yet");
  await at.picture("users-empty");
  await at.choose("Add Users", "Sync Your CRM Contacts");
  await sync(at, "Spring");
  await at.link("See them in Users").click();
  await at.table("Users").waitFor();
  await at.sees("1 to 50");
});

test("Campaigns > Sync Your Contacts", async () => {
  const at = await (await its.visitor()).signIn();
  await at.createCampaign("Summer");
  await at.tab("Campaigns");
  await at
    .row("Campaigns", "Summer")
    .getByRole("link", { name: /^Sync Your Contacts/ })
    .click();
  await sync(at, "Summer");
});

test("Promote > Generate referral links for your contacts by syncing them", async () => {
  const at = await (await its.visitor()).signIn();
  await at.createCampaign("Autumn");
  await at.tab("Campaigns");
  await at.row("Campaigns", "Autumn").getByRole("link", { name: "Autumn", exact: true }).click();
  await at.heading("Promote").waitFor();
  await at.picture("campaign-builder");
  await at.link(/^Generate referral links for your contacts by syncing them/).click();
  await sync(at, "Autumn");
});
