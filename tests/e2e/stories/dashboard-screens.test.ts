// Every screen, wide and narrow, light and dark: axe finds nothing serious, nothing lies beyond the edge, and a picture
// of each screen is kept.

import { beforeAll, expect, test } from "vitest";
import { overhang, seriousFindings } from "../src/accessibility.ts";
import type { Admin } from "../src/admin.ts";
import { type Dashboard, NARROW, WIDE } from "../src/dashboard.ts";
import { story } from "../src/story.ts";
import { follow } from "../src/visits.ts";

const its = story("screens", { contacts: 300 });
let failedRun = 0;
let someone = "";
let pending = 0;
let rejected = 0;

beforeAll(async () => {
  const { sandbox } = its.world;
  const [first] = await sandbox.contacts();
  someone = String(first?.id);
  await sandbox.faults([{ contact: someone }, { refuse: "validation" }]);
  const admin = await its.world.visitor().connect();
  const spring = await admin.campaign("Spring");
  failedRun = (await admin.finished(await admin.startSync(spring.id))).id;
  await admin.campaign("Partners of the house, and whoever they know");
  const old = await admin.campaign("Last year");
  await admin.change("PATCH", `/api/campaigns/${old.id}`, { status: "paused" });
  await refer(admin, `/api/campaigns/${spring.id}/referrers`);
  await admin.change("POST", "/api/api-keys", { name: "The shop, and whatever else we sell with" });
});

/** Creates a referral of each status. Little is known of some people. */
async function refer(admin: Admin, referrers: string): Promise<void> {
  const { items } = await admin.get<{ items: { contactId: string; link: string }[] }>(
    "/api/referrers?order=oldest",
  );
  await follow(items[0]?.link ?? "", 7);
  const add = async (referrer: string | undefined, person: object) => {
    const path = `${referrers}/${referrer}/referrals`;
    return (await admin.change<{ id: number }>("POST", path, person)).id;
  };
  const decide = (id: number, event: string) =>
    admin.change("PATCH", `/api/referrals/${id}`, { event });
  const others = items.map(({ contactId }) => contactId).filter((id) => id !== someone);
  const email = "quentin.lavoisier-abernathy@a-rather-long-domain.example.com";
  pending = await add(someone, { firstName: "Quentin", lastName: "Lavoisier-Abernathy", email });
  rejected = await add(others[0], { email });
  await decide(
    await add(someone, { email: "gia@tailspin.example.com", firstName: "Gia" }),
    "approve",
  );
  await decide(await add(others[0], { email: "cy@tailspin.example.com" }), "approve");
  const taken = await add(others[1], { email: "di@tailspin.example.com", firstName: "Di" });
  await decide(taken, "approve");
  await decide(taken, "reverse");
}

/** The way to each screen after signing in. */
const SCREENS: Record<string, (at: Dashboard) => Promise<void>> = {
  campaigns: async (at) => {
    await at.visit("/campaigns");
    await at.table("Campaigns").waitFor();
  },
  "create-campaign": async (at) => {
    await at.visit("/campaigns");
    await at.button("Create campaign").click();
    await at.page.getByRole("dialog", { name: "Create campaign" }).getByLabel("Name").waitFor();
  },
  builder: async (at) => {
    await at.visit("/campaigns/1");
    await at.heading("Promote").waitFor();
    await at.table("Top referrers").waitFor();
    await at.heading("Runs").waitFor();
  },
  "page-editor": async (at) => {
    await at.visit("/campaigns/1/page");
    await at.button("Add a question").click();
    await at.page.frameLocator('iframe[title="Preview"]').getByLabel("question_1").waitFor();
    await at.page.getByTitle("Preview").scrollIntoViewIfNeeded();
  },
  users: async (at) => {
    await at.visit("/users");
    await at.table("Users").waitFor();
  },
  user: async (at) => {
    await at.visit(`/users/1/${someone}`);
    await at.page.getByText("Joined the campaign").waitFor();
  },
  "user-adds-referral": async (at) => {
    await at.button("Add a referral").click();
    await at.page.getByLabel("E-mail").waitFor();
  },
  referrals: async (at) => {
    await at.visit("/referrals");
    await at.table("Referrals").waitFor();
  },
  "referrals-by-one": async (at) => {
    await at.visit(`/referrals?campaign=1&referrer=${someone}`);
    await at.row("Referrals", "Gia").waitFor();
  },
  "referral-pending": async (at) => {
    await at.visit(`/referrals/${pending}`);
    await at.sees("Why is this not successful yet?");
  },
  "referral-asked": async (at) => {
    await at.button("Reject").click();
    await at.page.getByRole("dialog", { name: "Reject this referral?" }).waitFor();
  },
  "referral-rejected": async (at) => {
    await at.visit(`/referrals/${rejected}`);
    await at.sees("Why does this not count?");
  },
  syncs: async (at) => {
    await at.visit("/syncs");
    await at.table("Syncs").waitFor();
    await at.table("Runs").waitFor();
  },
  "wizard-contacts": async (at) => {
    await at.visit("/sync/audience?campaign=2");
    await at.wizard.counted();
  },
  "wizard-contact-data": async (at) => {
    await at.visit("/sync/fields?campaign=2");
    await expect.poll(() => at.table("Five of your contacts").getByRole("row").count()).toBe(6);
  },
  "wizard-properties": async (at) => {
    await at.visit("/sync/properties?campaign=2");
    await at.wizard.isAt("Properties");
  },
  "wizard-start": async (at) => {
    await at.visit("/sync/start?campaign=1");
    await at.wizard.isAt("Start");
    await at.wizard.dryRun();
  },
  run: async (at) => {
    await at.visit(`/runs/${failedRun}`);
    await at.table("Failed contacts").waitFor();
  },
  settings: async (at) => {
    await at.visit("/settings");
    await at.sees("Signed in as");
    await at.table("API keys").waitFor();
  },
  "settings-new-key": async (at) => {
    await at.button("Create a key").click();
    await at.page.getByLabel("What is it for?").fill("The till");
    await at.button("Create the key").click();
    await at.page.getByRole("dialog", { name: "The key for The till" }).waitFor();
  },
  nowhere: async (at) => {
    await at.visit("/nowhere");
    await at.sees("This page does not exist");
  },
};

for (const colorScheme of ["light", "dark"] as const) {
  for (const viewport of [WIDE, NARROW]) {
    const look = `${colorScheme}-${viewport.width}`;
    test(`every screen is accessible: ${look}`, async () => {
      const at = await its.visitor({ viewport, colorScheme });
      const found: Record<string, unknown> = {};
      const judge = async (screen: string) => {
        await at.isComplete();
        await at.picture(`screen-${screen}-${look}`);
        const serious = await seriousFindings(at.page);
        const beyond = await overhang(at.page);
        if (serious.length > 0 || beyond > 0) found[screen] = { serious, beyond };
      };
      await at.page.goto(its.world.worker.origin);
      await at.link("Sign in with HubSpot").waitFor();
      await judge("sign-in");
      await at.signIn();
      for (const [screen, open] of Object.entries(SCREENS)) {
        await open(at);
        await judge(screen);
      }
      expect(found).toEqual({});
    });
  }
}
