// Properties that were created in HubSpot while the wizard was open, and those that Goodword creates itself.

import { expect, test } from "vitest";
import { AppUser } from "../src/app-user.ts";
import { story } from "../src/story.ts";
import { CODE, LINK } from "../src/world.ts";

const its = story("properties", { contacts: 12 });

test("a property created in HubSpot appears after a refresh; Goodword creates the others on request", async () => {
  const { sandbox, worker } = its.world;
  const at = await (await its.visitor()).signIn();
  await at.createCampaign("Spring");
  await at.link("Sync Your Contacts").click();
  const { wizard } = at;
  await wizard.isAt("Contacts");
  await wizard.goOn();
  await wizard.isAt("Contact data");
  await wizard.goOn();
  await wizard.isAt("Properties");
  await wizard.isShutBecause("Map “Referral Link” to a HubSpot property to continue.");

  await new AppUser(sandbox).property("partner_link", "Link for partners");
  const [first] = await sandbox.contacts();
  const kept = String(first?.id);
  await sandbox.changeContact(kept, { partner_link: "https://their.own.example" });

  await wizard.property("Referral Link").fill("Link for partners");
  await at.sees("No property fits");
  await wizard.property("Referral Link").press("Escape");
  await wizard.refresh();
  await expect
    .poll(async () => {
      await wizard.property("Referral Link").fill("Link for partners");
      return at.page.getByRole("option", { name: "Link for partners" }).count();
    })
    .toBe(1);
  await at.picture("properties-after-refresh");
  await wizard.map("Referral Link", "Link for partners");
  await at.pick("When to write Referral Link", "Only if empty");

  await wizard.createProperties();
  expect(await wizard.property("Referral Link").inputValue()).toBe("Link for partners");
  await at.pick("When to write Referral Code", "Never");
  await at.picture("properties-mixed");
  await wizard.goOn();
  await wizard.isAt("Start");
  await wizard.start.click();
  await at.success();

  const people = "goodword_people_referred";
  const held = await sandbox.contacts(["partner_link", LINK, CODE, people]);
  expect(held).toHaveLength(12);
  for (const { id, properties } of held) {
    expect(properties).toMatchObject({ [LINK]: null, [CODE]: null, [people]: "0" });
    const link = id === kept ? "https://their.own.example" : `${worker.origin}/r/`;
    expect(properties.partner_link).toContain(link);
  }

  // Settings shows which of them HubSpot has, and creates one that was removed.
  await new AppUser(sandbox).removeProperty(people);
  await at.visit("/settings");
  await at.sees("Properties that Goodword writes");
  await at.wizard.refresh();
  const state = at.page.getByRole("row").filter({ hasText: people });
  await state.getByText("Missing").waitFor();
  await at.picture("settings-property-missing");
  await at.button("Create the missing property").click();
  await state.getByText("There").waitFor();
});

test("only properties that can hold a piece of referral data are offered for it", async () => {
  const at = await (await its.visitor()).signIn();
  await at.createCampaign("Summer");
  await at.link("Sync Your Contacts").click();
  const { wizard } = at;
  await wizard.isAt("Contacts");
  await at.visit(`/sync/properties${new URL(at.page.url()).search}`);
  await wizard.isAt("Properties");
  const offered = async (field: string, sought: string) => {
    await wizard.property(field).fill(sought);
    const there = await at.page.getByRole("option").locator("visible=true").allTextContents();
    await wizard.property(field).press("Escape");
    return there.join("\n");
  };
  expect(await offered("People Referred", "Loyalty points")).toContain("loyalty_points");
  expect(await offered("Referral Link", "Loyalty points")).toBe("");
  expect(await offered("Referral Link", "Create date")).toBe("");
  await wizard.isShutBecause("Map “Referral Link” to a HubSpot property to continue.");
});

test("a second sync that would write the same property is refused with the reason", async () => {
  const at = await (await its.visitor()).signIn();
  await new AppUser(its.world.sandbox).property("shared_link", "Shared link");
  const toStart = async (tab: typeof at, campaign: string) => {
    await tab.createCampaign(campaign);
    await tab.link("Sync Your Contacts").click();
    await tab.wizard.isAt("Contacts");
    await tab.wizard.refresh();
    await tab.wizard.goOn();
    await tab.wizard.isAt("Contact data");
    await tab.wizard.goOn();
    await tab.wizard.isAt("Properties");
    await expect
      .poll(async () => {
        await tab.wizard.property("Referral Link").fill("Shared link");
        return tab.page.getByRole("option", { name: "Shared link" }).count();
      })
      .toBe(1);
    await tab.wizard.map("Referral Link", "Shared link");
    await tab.wizard.goOn();
    await tab.wizard.isAt("Start");
  };
  const other = await its.tabOf(at);
  await other.page.goto(at.page.url());
  await toStart(at, "Partners");
  await toStart(other, "Friends");
  await at.wizard.start.click();
  await at.success();

  // The other tab does not know yet that the property is taken. The API refuses.
  await other.wizard.start.click();
  await other.page.getByRole("alert").filter({ hasText: "shared_link" }).waitFor();
  expect(await other.page.getByRole("alert").textContent()).toContain("Partners");
  await other.picture("property-taken-late");

  // Once the tab knows, the step itself is blocked.
  await other.page.reload();
  await other.wizard.isAt("Start");
  await other.wizard.isShutBecause(
    /Partners already writes the property shared_link/,
    other.wizard.start,
  );
  await other.button("Back").click();
  await other.wizard.isAt("Properties");
  await other.wizard.isShutBecause(/Partners already writes the property shared_link/);
  await other.picture("property-taken");

  // The other sync ends, which frees the property.
  await at.tab("Syncs");
  await at.choose("Actions for the sync of Partners", "End sync");
  await at.page.getByRole("dialog").getByRole("button", { name: "End sync" }).click();
  await at.row("Syncs", "Partners").waitFor({ state: "detached" });
  await other.page.reload();
  await other.wizard.isAt("Properties");
  await other.wizard.goOn();
  await other.wizard.isAt("Start");
  await other.wizard.start.click();
  await other.success();
});
