// Every screen, wide and narrow, in light and in dark: nothing that axe calls serious, nothing beyond the
// edge, and a picture of each.

import { beforeAll, expect, test } from "vitest";
import { overhang, seriousFindings } from "../src/accessibility.ts";
import { type Dashboard, NARROW, WIDE } from "../src/dashboard.ts";
import { story } from "../src/story.ts";

const its = story("screens", { contacts: 300 });
let failedRun = 0;
let someone = "";

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
});

/** Each screen: how one gets there, once signed in. */
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
  },
  nowhere: async (at) => {
    await at.visit("/nowhere");
    await at.sees("There is no such page");
  },
};

for (const colorScheme of ["light", "dark"] as const) {
  for (const viewport of [WIDE, NARROW]) {
    const look = `${colorScheme}-${viewport.width}`;
    test(`every screen is for everyone: ${look}`, async () => {
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
    }, 240_000);
  }
}
