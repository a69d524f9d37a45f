// HubSpot refuses some contacts of a run. Each is shown with its reason, exported as a file, and retried.

import { expect, test } from "vitest";
import { textOf } from "../src/browser.ts";
import { story } from "../src/story.ts";

const its = story("failures", { contacts: 130 });

test("contacts that HubSpot refuses are listed with reasons, and a retry succeeds once the cause is gone", async () => {
  const { sandbox } = its.world;
  const refused = (await sandbox.contacts()).map(({ id }) => id).filter((_, at) => at % 40 === 7);
  for (const contact of refused) await sandbox.faults([{ contact }, { refuse: "validation" }]);

  const at = await (await its.visitor()).signIn();
  await at.createCampaign("Spring");
  await at.link("Sync Your Contacts").click();
  await at.wizard.toTheStart();
  await at.wizard.start.click();
  expect(await at.success()).toMatchObject({ Seen: 130, Linked: 126, Failed: 4 });
  await at.sees("4 contacts failed; their reasons are below.");
  const failed = at.table("Failed contacts");
  for (const contact of refused) {
    const row = failed.getByRole("row").filter({ hasText: contact });
    expect(await row.textContent()).toContain("HubSpot refused it");
    expect(await row.textContent()).toContain("Customer number");
    expect(await row.getByRole("link").getAttribute("href")).toBe(
      `${sandbox.url}/contacts/${sandbox.portal}/record/0-1/${contact}`,
    );
  }
  await at.picture("run-with-failures");

  const [file] = await Promise.all([
    at.page.waitForEvent("download"),
    at.button("Download CSV").click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const table = await textOf(file);
  expect(table.trim().split(/\r?\n/)).toHaveLength(1 + refused.length);
  for (const contact of refused) expect(table).toContain(contact);
  expect(table).toContain("Customer number");

  // In Users they are marked, and a filter finds them.
  await at.link("See them in Users").click();
  await at.page.getByRole("checkbox", { name: "With a problem" }).check();
  await expect.poll(() => at.table("Users").getByRole("row").count()).toBe(1 + refused.length);
  await at.picture("users-with-a-problem");
  await at.page.goBack();

  // The retry fails while the cause is there. Without it, the retry succeeds and writes no other contact.
  await at.button("Retry failed").click();
  await at.heading("No contact could be synced").waitFor();
  expect(await at.counts()).toMatchObject({ Seen: 4, Failed: 4 });
  await at.sees("Failed contacts of an earlier run");
  await at.picture("retry-failed-again");
  await sandbox.clearFaults();
  const before = await its.world.links();
  await at.button("Retry failed").click();
  expect(await at.success()).toMatchObject({ Seen: 4, Failed: 0 });
  await at.sees("4 contacts carry their referral link in HubSpot.");
  await at.picture("retry-succeeded");
  const after = await its.world.links();
  for (const [contact, link] of before) {
    if (!refused.includes(contact)) expect(after.get(contact)).toBe(link);
  }
  expect([...after.values()]).not.toContain(null);
});
