// The audience of a sync: a static and an active list, without the members of a third list. The sync does exactly what
// its dry run has shown.

import { expect, test } from "vitest";
import { AppUser } from "../src/app-user.ts";
import { story } from "../src/story.ts";
import { EXCLUDED } from "../src/wizard.ts";
import { LINK } from "../src/world.ts";

const its = story("audience", { contacts: 80 });

/** Returns the contacts that carry a link of this campaign in HubSpot. */
async function linked(property: string): Promise<string[]> {
  const contacts = await its.world.sandbox.contacts([property]);
  return contacts.filter(({ properties }) => properties[property]).map(({ id }) => id);
}

test("a static and an active list, without the members of another one", async () => {
  const app = new AppUser(its.world.sandbox);
  const everybody = (await its.world.sandbox.contacts()).map(({ id }) => id);
  const [byHand, leftOut] = [everybody.slice(0, 30), everybody.slice(20, 25)];
  await app.staticList("Guests of the fair", byHand);
  await app.staticList("Staff", leftOut);
  const loyal: string[] = [];
  for (const person of ["one", "two", "three"]) {
    const email = `${person}@loyal.example.com`;
    loyal.push((await its.world.sandbox.createContact({ email, city: "Tórshavn" })).id);
  }
  await app.activeList("Customers in Tórshavn", "city", "Tórshavn");

  const at = await (await its.visitor()).signIn();
  await at.createCampaign("Spring");
  await at.tab("Syncs");
  await at.link("Sync Your Contacts").click();
  const { wizard } = at;
  await wizard.isAt("Contacts");
  await at.link("Allow reading lists").click();
  await at.consent();
  await wizard.isAt("Contacts");
  await wizard.onlyLists();
  await wizard.isShutBecause("Choose at least one list to continue.");
  await expect.poll(() => wizard.list("Guests of the fair").textContent()).toMatch(/Static\s*30/);
  await expect.poll(() => wizard.list("Customers in Tórshavn").textContent()).toMatch(/Active\s*3/);
  await at.page.getByRole("searchbox", { name: /^Search lists/ }).fill("tórs");
  await expect.poll(() => wizard.list("Guests of the fair").count()).toBe(0);
  await wizard.onlyLists("Customers in Tórshavn");
  await expect.poll(() => wizard.counted()).toBe(3);
  await at.page.getByRole("searchbox", { name: /^Search lists/ }).fill("");
  await wizard.onlyLists("Guests of the fair");
  await expect.poll(() => wizard.counted()).toBe(33);
  await wizard.leaveOut("Staff");
  await expect.poll(() => wizard.counted()).toBe(28);
  expect(await wizard.list("Staff", EXCLUDED).textContent()).toContain("Static");
  await at.picture("audience-lists");
  await wizard.goOn();

  await wizard.isAt("Contact data");
  const preview = at.table("Five of your contacts").getByRole("row");
  await expect.poll(() => preview.count()).toBe(6);
  await wizard.goOn();
  await wizard.isAt("Properties");
  await wizard.createProperties();
  await wizard.goOn();

  await wizard.isAt("Start");
  await at.sees("Customers in Tórshavn, Guests of the fair, without Staff");
  const trial = await wizard.dryRun();
  expect(trial).toEqual({
    "Get a link": 28,
    Updated: 0,
    "Left alone": 0,
    Skipped: 0,
    "Not shown by HubSpot": 0,
  });
  const samples = at.table("Some contacts before and after");
  expect(await samples.getByRole("row").filter({ hasText: LINK }).count()).toBe(10);
  await at.picture("audience-dry-run");
  expect(await linked(LINK)).toEqual([]);

  await wizard.start.click();
  expect(await at.success()).toMatchObject({
    Seen: 28,
    Linked: trial["Get a link"],
    Updated: trial.Updated,
    Unchanged: trial["Left alone"],
    Skipped: trial.Skipped,
    Failed: 0,
  });
  const wanted = [...byHand.filter((id) => !leftOut.includes(id)), ...loyal];
  expect((await linked(LINK)).sort()).toEqual(wanted.sort());

  // One contact is new, and one has lost the value that a sync wrote. The dry run shows both in advance.
  const [changed = ""] = wanted;
  await its.world.sandbox.changeContact(changed, { [LINK]: "" });
  const { id: newcomer } = await its.world.sandbox.createContact({
    email: "four@loyal.example.com",
    city: "Tórshavn",
  });
  await at.link("Go to the campaign").click();
  await at.link("Sync Your Contacts").click();
  await wizard.toTheStart();
  const again = await wizard.dryRun();
  expect(again).toEqual({
    "Get a link": 1,
    Updated: 1,
    "Left alone": 27,
    Skipped: 0,
    "Not shown by HubSpot": 0,
  });
  await wizard.start.click();
  expect(await at.success()).toMatchObject({ Seen: 29, Linked: 1, Updated: 1, Unchanged: 27 });
  expect((await linked(LINK)).sort()).toEqual([...wanted, newcomer].sort());
});
