// Two HubSpot accounts in one browser, each in a tab of its own: neither touches the other.

import { expect, test } from "vitest";
import { story } from "../src/story.ts";
import { LINK } from "../src/world.ts";

const its = story("accounts", { contacts: 30, portals: 2 });

test("two accounts in two tabs; switching; signing out of one", async () => {
  const [one = "", two = ""] = await its.world.sandbox.portals();
  const first = await (await its.visitor()).signIn(one);
  await first.createCampaign("Harbour");
  const second = await its.tabOf(first);
  await second.page.goto(first.page.url());
  await second.choose(/^Account: /, "Add another account");
  await second.consent(two);
  await second.sees("No campaign yet");
  expect(new URL(second.page.url()).pathname).toBe(`/a/${two}/campaigns`);
  await second.createCampaign("Hillside");

  // The first tab has stayed where it was, also over a reload.
  await first.page.reload();
  await first.tab("Campaigns");
  expect(new URL(first.page.url()).pathname).toBe(`/a/${one}/campaigns`);
  await first.row("Campaigns", "Harbour").waitFor();
  expect(await first.row("Campaigns", "Hillside").count()).toBe(0);

  // Both sync at the same time, each into its own account.
  await first
    .row("Campaigns", "Harbour")
    .getByRole("link", { name: /^Sync Your/ })
    .click();
  await second.link("Sync Your Contacts").click();
  await first.wizard.toTheStart();
  await second.wizard.isAt("Contacts");
  await second.wizard.goOn();
  await second.wizard.isAt("Contact data");
  await second.wizard.goOn();
  await second.wizard.isAt("Properties");
  await first.wizard.start.click();
  await first.success();
  const links = async (portal: string) =>
    (await its.world.sandbox.contacts([LINK], portal)).map(({ properties }) => properties[LINK]);
  expect((await links(two)).some(Boolean)).toBe(false);
  // The second account does not see the data of the first.
  await second.wizard.isShutBecause("Map “Referral Link” to a HubSpot property to continue.");
  await second.wizard.createProperties();
  await second.wizard.goOn();
  await second.wizard.isAt("Start");
  await second.wizard.start.click();
  await second.success();
  const [ones, twos] = [await links(one), await links(two)];
  expect(new Set([...ones, ...twos]).size).toBe(60);

  // Switching, in the menu of the second tab.
  await second.button(/^Account: /).click();
  await second.picture("accounts-menu");
  await second.page.getByRole("menuitem", { name: new RegExp(one) }).click();
  await second.row("Campaigns", "Harbour").waitFor();
  expect(await second.row("Campaigns", "Hillside").count()).toBe(0);
  await second.choose(/^Account: /, new RegExp(two));
  await second.row("Campaigns", "Hillside").waitFor();

  // Out of one: the other stays, in both tabs.
  await first.choose(/^Account: /, "Sign out of this account");
  await first.row("Campaigns", "Hillside").waitFor();
  await second.page.reload();
  await second.row("Campaigns", "Hillside").waitFor();
  await first.page.goto(`${its.world.worker.origin}/a/${one}/campaigns`);
  await first.sees(new RegExp(`belongs to HubSpot account ${one}`));
  await first.picture("account-signed-out");
  await first.link("Sign in with HubSpot").click();
  await first.consent(one);
  await first.row("Campaigns", "Harbour").waitFor();

  await second.page.reload();
  await second.choose(/^Account: /, "Sign out of all accounts");
  await second.link("Sign in with HubSpot").waitFor();
  await first.page.reload();
  await first.link("Sign in with HubSpot").waitFor();
});
