// An ongoing sync continues by itself: the cron trigger starts it, and a new contact gets its link.

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Admin, Run } from "../src/admin.ts";
import { eventually } from "../src/eventually.ts";
import { World } from "../src/world.ts";

const CONTACTS = 120;

let world: World;
let admin: Admin;
let first: Run;

beforeAll(async () => {
  // A newcomer runs the Worker like this.
  world = await World.start({ contacts: CONTACTS, runner: "wrangler" });
  admin = await world.visitor().connect();
  const campaign = await admin.campaign();
  first = await admin.finished(await admin.startSync(campaign.id, { ongoing: true }));
});

afterAll(() => world?.stop());

const linkOf = async (id: string) => (await world.links()).get(id) ?? null;

test("a contact made after the first run gets its link, with one more page", async () => {
  const { id } = await world.sandbox.createContact({ email: "late@example.com" });
  expect(await linkOf(id)).toBe(null);
  const before = await world.sandbox.stats();
  // The cron trigger rings again and again, as it does every minute in production.
  const link = await eventually(
    async () => {
      await world.worker.cron();
      return linkOf(id);
    },
    (found) => found !== null,
  );
  expect((await fetch(String(link), { redirect: "manual" })).status).toBe(302);
  const after = await world.sandbox.stats();
  // Four properties of one contact. All other contacts are right already.
  expect(after.property_writes - before.property_writes).toBe(4);
  const { items } = await admin.get<{ items: Run[] }>(`/api/runs?syncId=${first.syncId}`);
  expect(items.length).toBeGreaterThan(1);
});

test("several cron triggers at once change nothing", async () => {
  const before = await world.links();
  await Promise.all([world.worker.cron(), world.worker.cron(), world.worker.cron()]);
  const runs = () => admin.get<{ items: Run[] }>(`/api/runs?syncId=${first.syncId}`);
  await eventually(runs, ({ items }) => items.every(({ state }) => state === "finished"));
  expect(await world.links()).toEqual(before);
});

test("a sync that is no longer ongoing is left alone", async () => {
  await admin.change("PATCH", `/api/syncs/${first.syncId}`, { ongoing: false });
  const { id } = await world.sandbox.createContact({ email: "later@example.com" });
  const before = await world.sandbox.stats();
  await world.worker.cron();
  await world.worker.cron();
  const after = await world.sandbox.stats();
  expect(after.property_writes).toBe(before.property_writes);
  expect(await linkOf(id)).toBe(null);
});
