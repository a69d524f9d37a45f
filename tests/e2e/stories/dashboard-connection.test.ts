// A person refuses to connect, a connection is lost, and a permission is granted later.

import { expect, test } from "vitest";
import { story } from "../src/story.ts";
import { LINK } from "../src/world.ts";

const its = story("connection", { contacts: 40 });

test("a person who cancels on HubSpot's page sees that, and can try again", async () => {
  const at = await its.visitor();
  await at.page.goto(its.world.worker.origin);
  await at.heading("A referral link on every contact in HubSpot").waitFor();
  await at.picture("sign-in");
  await at.link("Sign in with HubSpot").click();
  await at.picture("consent");
  await at.consent(undefined, "Cancel");
  await at.sees(/not connected/i);
  await at.picture("consent-denied");
  await at.page.getByRole("link").first().click();
  await at.signIn();
});

test("a lost connection ends the session, and the run continues by itself after signing in again", async () => {
  const at = await (await its.visitor()).signIn();
  await at.createCampaign("Spring");
  await at.link("Sync Your Contacts").click();
  await at.wizard.toTheStart();
  await at.wizard.start.click();
  await at.success();

  const [first] = await its.world.sandbox.contacts();
  await its.world.sandbox.changeContact(String(first?.id), { [LINK]: "" });
  // HubSpot does not answer until the run is on the screen.
  await its.world.sandbox.faults([{}, { status: 503 }]);
  await at.tab("Syncs");
  await at.choose("Actions for the sync of Spring", "Run now");
  await at.page.waitForURL(/\/runs\/\d+$/);
  await its.world.sandbox.uninstall();
  await its.world.sandbox.clearFaults();
  // Whoever uninstalls the app is signed out everywhere. Signing in connects the account again.
  await at.link("Sign in with HubSpot").waitFor();
  const run = new URL(at.page.url()).pathname;
  await at.picture("connection-lost");
  await at.link("Sign in with HubSpot").click();
  await at.consent();
  expect(await at.success()).toMatchObject({ Seen: 40, Updated: 1, Unchanged: 39 });
  expect(new URL(at.page.url()).pathname).toBe(run);
  expect((await its.world.links()).get(String(first?.id))).toContain("/r/");
  expect(await at.page.getByText(/The connection to HubSpot is lost/).count()).toBe(0);
});

test("without the permission to read lists, a sync of all contacts works, and the permission can be granted", async () => {
  const at = await (await its.visitor()).signIn();
  await at.createCampaign("Summer");
  await at.link("Sync Your Contacts").click();
  const { wizard } = at;
  await wizard.isAt("Contacts");
  await at.sees("Goodword may not read this account's lists yet. All contacts still works.");
  const lists = at.page.getByRole("radio", { name: "Contacts of lists" });
  await expect.poll(() => lists.isDisabled()).toBe(true);
  await at.picture("lists-forbidden");
  await wizard.toTheStart();
  await wizard.start.click();
  expect(await at.success()).toMatchObject({ Seen: 40, Linked: 40 });

  await at.link("Go to the campaign").click();
  await at.link("Sync Your Contacts").click();
  await wizard.isAt("Contacts");
  await at.link("Allow reading lists").click();
  await at.sees("View contact lists");
  await at.consent();
  await wizard.isAt("Contacts");
  await expect.poll(() => lists.isEnabled()).toBe(true);
  await wizard.onlyLists("Friends of the house");
  expect(await wizard.counted()).toBe(4);

  // The permission is still there after signing out and in again.
  await at.choose(/^Account: /, "Sign out");
  await at.link("Sign in with HubSpot").click();
  // HubSpot grants only what is asked for, so it asks again for the permission that was granted before.
  await at.consent();
  await at.sees("View contact lists");
  await at.consent();
  await at
    .row("Campaigns", "Summer")
    .getByRole("link", { name: /^Sync Your Contacts/ })
    .click();
  await wizard.isAt("Contacts");
  await wizard.onlyLists("Friends of the house");
});
