// The switch in Promote makes a sync ongoing. A contact leaves its list and comes back.

import { expect, test } from "vitest";
import { AppUser } from "../src/app-user.ts";
import { eventually } from "../src/eventually.ts";
import { story } from "../src/story.ts";

const its = story("ongoing", { contacts: 25 });

/** Rings the cron trigger, and returns the status that a link answers with. */
const answers = (link: string, wanted: number) =>
  eventually(
    async () => {
      await its.world.worker.cron();
      return (await fetch(link, { redirect: "manual" })).status;
    },
    (status) => status === wanted,
  );

test("a contact that leaves the list is paused until it comes back; the switch in Promote ends and resumes the sync", async () => {
  const { sandbox, worker } = its.world;
  const app = new AppUser(sandbox);
  const people = (await sandbox.contacts()).map(({ id }) => id);
  const list = await app.staticList("Friends of the shop", people.slice(0, 10));
  const [leaver = "", newcomer = ""] = [people[3], people[20]];

  const at = await (await its.visitor()).signIn();
  await at.createCampaign("Spring");
  await at.link("Sync Your Contacts").click();
  await at.wizard.isAt("Contacts");
  await at.link("Allow reading lists").click();
  await at.consent();
  await at.wizard.onlyLists("Friends of the shop");
  await at.wizard.toTheStart();
  await at.ongoing.check();
  await at.page.getByRole("radio", { name: "Pause their link until they come back" }).check();
  await at.picture("ongoing-start");
  await at.wizard.start.click();
  expect(await at.success()).toMatchObject({ Seen: 10, Linked: 10 });
  await at.link("Go to the campaign").click();
  await at.heading("Promote").waitFor();
  await expect.poll(() => at.ongoing.isChecked()).toBe(true);
  await at.picture("promote-ongoing");

  const link = String((await its.world.links()).get(leaver));
  await answers(link, 302);
  await app.leave(list, [leaver]);
  await answers(link, 410);
  await at.visit(`/users/1/${leaver}`);
  const panel = at.page.getByRole("dialog");
  await panel.getByText("Left the audience of the sync").waitFor();
  await panel.getByText("Paused", { exact: true }).first().waitFor();
  await at.picture("user-left");
  await app.join(list, [leaver]);
  await answers(link, 302);
  expect((await its.world.links()).get(leaver)).toBe(link);
  await at.page.reload();
  await panel.getByText("Came back to the audience of the sync").waitFor();
  await at.picture("user-came-back");

  // Switched off: the cron trigger finds nothing to do.
  await at.visit("/campaigns/1");
  await at.ongoing.uncheck();
  const kept = async () => {
    await at.page.reload();
    await at.heading("Promote").waitFor();
    return at.ongoing.isChecked();
  };
  await expect.poll(kept).toBe(false);
  await app.join(list, [newcomer]);
  const calls = (await sandbox.stats()).by_route["POST /crm/objects/{v}/contacts/batch/read"];
  await worker.cron();
  await worker.cron();
  expect((await sandbox.stats()).by_route["POST /crm/objects/{v}/contacts/batch/read"]).toBe(calls);
  expect((await its.world.links()).get(newcomer)).toBe(null);

  // Switched on: a contact that came meanwhile gets a link.
  await at.ongoing.check();
  const made = await eventually(
    async () => {
      await worker.cron();
      return (await its.world.links()).get(newcomer) ?? null;
    },
    (found) => found !== null,
  );
  expect(made).toContain(`${worker.origin}/r/`);
  expect(await kept()).toBe(true);
});
