// Half of a list leaves. Goodword ends no link before a person has seen who left, and has decided.

import { expect, test } from "vitest";
import { AppUser } from "../src/app-user.ts";
import { eventually } from "../src/eventually.ts";
import { story } from "../src/story.ts";

const its = story("leaving", { contacts: 60 });

test("a run that would end many links shows who left, and ends them only when a person says so", async () => {
  const { sandbox } = its.world;
  const app = new AppUser(sandbox);
  const people = (await sandbox.contacts()).map(({ id }) => id);
  const list = await app.staticList("Friends of the shop", people);
  const [first = "", last = ""] = [people[0], people[59]];

  const at = await (await its.visitor()).signIn();
  await at.createCampaign("Spring");
  await at.link("Sync Your Contacts").click();
  await at.wizard.isAt("Contacts");
  await at.link("Allow reading lists").click();
  await at.consent();
  await at.wizard.onlyLists("Friends of the shop");
  await at.wizard.toTheStart();
  await at.ongoing.check();
  await at.page.getByRole("radio", { name: "Revoke their link" }).check();
  await at.wizard.start.click();
  expect(await at.success()).toMatchObject({ Seen: 60, Linked: 60 });
  const links = await its.world.links();
  const status = async (contact: string) =>
    (await fetch(String(links.get(contact)), { redirect: "manual" })).status;

  await app.leave(list, people.slice(0, 30));
  await at.tab("Syncs");
  await at.choose("Actions for the sync of Spring", "Run now");
  await at.sees("The links of these 30 contacts would be revoked. Nothing has changed yet.");
  await at.page.getByText("No longer in Friends of the shop").first().waitFor();
  expect(await status(first)).toBe(302);
  await at.picture("leavers");
  await at.tab("Syncs");
  await at.sees(/Spring: 30 contacts left the audience/);
  await at.picture("leavers-banner");
  await at.link("See who left").click();
  await at.button("Revoke these links").click();
  await at.page.getByRole("dialog").getByRole("button", { name: "Revoke these links" }).click();
  await at.success();
  await eventually(
    () => status(first),
    (answer) => answer === 410,
  );
  expect(await status(last)).toBe(302);
});
