// A reload in the middle of the wizard and of a run. A run is paused, resumed, stopped, and left alone.

import { expect, test } from "vitest";
import { eventually } from "../src/eventually.ts";
import { story } from "../src/story.ts";

const CONTACTS = 3_000;
// Slow enough that a run is still active when somebody reloads the page.
const its = story("reload", { contacts: CONTACTS, latencyMs: "250..350" });

/** Returns how many contacts have a value in this property. */
async function holding(property: string): Promise<number> {
  const contacts = await its.world.sandbox.contacts([property]);
  return contacts.filter(({ properties }) => properties[property]).length;
}

test("choices survive a reload at every step, and going back", async () => {
  const at = await (await its.visitor()).signIn();
  await at.createCampaign("Winter");
  await at.link("Sync Your Contacts").click();
  const { wizard } = at;
  await wizard.isAt("Contacts");
  await wizard.goOn();
  await wizard.isAt("Contact data");
  await at.pick("Where First name comes from", "Fixed text");
  await at.page.getByRole("textbox", { name: "Fixed text for First name" }).fill("Friend");
  await at.page.reload();
  await wizard.isAt("Contact data");
  const fixed = at.page.getByRole("textbox", { name: "Fixed text for First name" });
  await expect.poll(() => fixed.inputValue()).toBe("Friend");
  await at
    .table("Five of your contacts")
    .getByRole("cell", { name: "Friend", exact: true })
    .first()
    .waitFor();
  await at.picture("fixed-text");
  await wizard.goOn();
  await wizard.isAt("Properties");
  await wizard.createProperties();
  await at.pick("When to write Referral Code", "Never");
  await at.page.reload();
  await wizard.isAt("Properties");
  await expect.poll(() => at.choices("When to write Referral Code").inputValue()).toBe("Never");
  await wizard.goOn();
  await wizard.isAt("Start");
  await at.ongoing.check();
  await at.page.reload();
  await wizard.isAt("Start");
  expect(await at.ongoing.isChecked()).toBe(true);
  // The person goes back and forth with the buttons of the page and of the browser.
  await at.button("Back").click();
  await wizard.isAt("Properties");
  await at.page.goBack();
  await wizard.isAt("Start");
  await at.page.getByRole("navigation", { name: "Steps" }).getByText("Contact data").click();
  await wizard.isAt("Contact data");
  expect(await fixed.inputValue()).toBe("Friend");
});

test("a run survives reloads and a closed page, and can be paused, resumed and stopped", async () => {
  const at = await (await its.visitor()).signIn();
  await at.createCampaign("Spring");
  await at.link("Sync Your Contacts").click();
  await at.wizard.isAt("Contacts");
  const property = at.wizard.ownProperty("referral_link");
  await at.wizard.toTheStart();
  await at.wizard.start.click();
  await at.heading("Giving contacts their links").waitFor();
  await at.page.reload();
  await at.heading("Giving contacts their links").waitFor();
  await at.page.getByRole("progressbar", { name: "Progress of the sync" }).waitFor();
  await at.sees(/^[1-9][\d,]* contacts done/);
  await at.picture("run-under-way");

  await at.button("Pause").click();
  await at.sees("The sync remembers how far it is.");
  await at.page.reload();
  await at.button("Resume").waitFor();
  await at.picture("run-paused");
  expect((await at.counts()).Seen).toBeLessThan(CONTACTS);
  await at.button("Resume").click();
  await at.heading("Giving contacts their links").waitFor();

  await at.button("Stop").click();
  const question = at.page.getByRole("dialog", { name: "Stop this sync?" });
  await at.picture("run-stop");
  await question.getByRole("button", { name: "Stop", exact: true }).click();
  await at.heading("Stopped").waitFor();
  await at.picture("run-stopped");
  const { Linked: done = 0 } = await at.counts();
  expect(done).toBeLessThan(CONTACTS);

  // A new run processes the rest although nobody watches.
  await at.link("Go to the campaign").click();
  await at.link("Sync Your Contacts").click();
  await at.wizard.toTheStart();
  await at.wizard.start.click();
  await at.heading("Giving contacts their links").waitFor();
  const run = at.page.url();
  await at.page.goto("about:blank");
  await eventually(
    () => holding(property),
    (count) => count === CONTACTS,
  );
  await at.page.goto(run);
  const counts = await at.success();
  expect(counts.Seen).toBe(CONTACTS);
  await at.picture("run-finished");
});
