// HubSpot has faults. Goodword waits if HubSpot is slow, one bad contact does not affect the others, and a run waits
// for a person where it needs one.

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Admin, Campaign } from "../src/admin.ts";
import { eventually } from "../src/eventually.ts";
import { LINK, World } from "../src/world.ts";

const CONTACTS = 300;
const LIST = "GET /crm/objects/{v}/contacts";
const UPDATE = "POST /crm/objects/{v}/contacts/batch/update";

let world: World;
let admin: Admin;

beforeAll(async () => {
  world = await World.start({ contacts: CONTACTS });
  admin = await world.visitor().connect();
});

afterEach(() => world.sandbox.clearFaults());
afterAll(() => world?.stop());

const sync = async (name: string) => {
  const campaign: Campaign = await admin.campaign(name);
  return admin.startSync(campaign.id);
};

test("a contact that HubSpot refuses fails alone, with its reason", async () => {
  const contacts = await world.sandbox.contacts();
  const [refused, conditional] = [contacts[37]?.id, contacts[142]?.id];
  await world.sandbox.faults(
    [{ contact: refused }, { refuse: "validation" }],
    [{ contact: conditional }, { refuse: "conditional_required" }],
  );
  const run = await admin.finished(await sync("Refused"));
  expect(run.counts).toMatchObject({ seen: CONTACTS, linked: CONTACTS - run.counts.failed });
  const failed = await admin.outcomes(run.id, "failed");
  expect(failed.map(({ contactId }) => contactId)).toContain(refused);
  expect(failed.every(({ contactId }) => [refused, conditional].includes(contactId))).toBe(true);
  for (const { reason, detail } of failed) expect(reason ?? detail).toBeTruthy();
  expect(failed).toHaveLength(run.counts.failed);

  const links = await world.links();
  expect(links.get(String(refused))).toBe(null);
  expect([...links.values()].filter((link) => link === null)).toHaveLength(failed.length);

  await world.sandbox.clearFaults();
  const healed = await admin.finished(await admin.runAgain(run.syncId));
  expect(healed.counts).toMatchObject({ failed: 0 });
  expect([...(await world.links()).values()]).not.toContain(null);
});

test("429, 5xx and lost responses are retried, whether HubSpot acted or not", async () => {
  await world.sandbox.faults(
    [{ route: LIST, nth: [1] }, { status: 502 }],
    [
      { route: LIST, nth: [3] },
      { status: 429, retry_after: 1 },
    ],
    [
      { route: UPDATE, nth: [1] },
      { status: 503, acted: true },
    ],
    [
      { route: UPDATE, nth: [2] },
      { status: 429, retry_after: 1 },
    ],
    [{ route: UPDATE, nth: [4] }, { status: 500 }],
  );
  const run = await admin.finished(await sync("Rough weather"));
  expect(run.counts).toMatchObject({ seen: CONTACTS, failed: 0 });
  const links = await world.links();
  expect(new Set(links.values()).size).toBe(CONTACTS);
});

test("a page that HubSpot did only partly is completed", async () => {
  await world.sandbox.faults([{ route: UPDATE, nth: [1] }, { partial: 40 }]);
  const run = await admin.finished(await sync("Half a page"));
  expect(run.counts).toMatchObject({ seen: CONTACTS, failed: 0 });
  const prefix = new Set(
    [...(await world.links()).values()].map((link) => link?.split("/").at(-1)),
  );
  expect(prefix.size).toBe(CONTACTS);
});

test("an expired token is refreshed during the run", async () => {
  await world.sandbox.expireTokens();
  const run = await admin.finished(await sync("Expired"));
  expect(run.counts).toMatchObject({ seen: CONTACTS, failed: 0 });
  expect(await admin.get("/api/session")).toMatchObject({ portal: { connection: "connected" } });
});

test("a revoked grant stops the run where it is, and the next connection resumes it", async () => {
  await world.sandbox.faults([{ route: LIST, nth: [3] }, { token: "revoked" }]);
  const begun = await sync("Revoked");
  // A revoked grant looks like an uninstalled app: everybody is signed out. Signing in connects the account again.
  await eventually(
    async () => (await admin.visit("/api/session")).status,
    (status) => status === 401,
  );

  const quiet = await world.sandbox.stats();
  await world.worker.cron();
  expect((await world.sandbox.stats()).calls - quiet.calls).toBeLessThanOrEqual(1);

  await world.sandbox.clearFaults();
  await admin.connect();
  const done = await admin.finished(begun);
  expect(done.counts).toMatchObject({ seen: CONTACTS, failed: 0 });
  const contacts = await world.sandbox.contacts([LINK]);
  expect(contacts.every(({ properties }) => properties[LINK])).toBe(true);
});

test("a deleted property is created again or asked for, never ignored", async () => {
  const remove = await fetch(`${world.sandbox.url}/crm/v3/properties/contacts/${LINK}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${world.sandbox.account.access_token}` },
  });
  expect(remove.ok).toBe(true);
  const run = await sync("Property gone");
  const settled = await admin.runUntil(
    run.id,
    ({ state, waitingFor }) => state === "finished" || waitingFor === "properties",
  );
  if (settled.state !== "finished") {
    expect(settled.problem).toContain(LINK);
    return;
  }
  expect([...(await world.links()).values()]).not.toContain(null);
});
