// The Worker's processes are killed in the middle of a run, as by a power cut, and started again with the tables on the
// disk.

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Admin, Run } from "../src/admin.ts";
import { eventually } from "../src/eventually.ts";
import { CODE, LINK, World } from "../src/world.ts";

const CONTACTS = 1_500;

let world: World;
let admin: Admin;
let run: Run;

beforeAll(async () => {
  // Slow enough that a kill hits the middle of the run.
  world = await World.start({ contacts: CONTACTS, latencyMs: "150..250" });
  admin = await world.visitor().connect();
  run = await admin.startSync((await admin.campaign()).id);
});

afterAll(() => world?.stop());

test("the run completes after two kills, and nobody has two codes", async () => {
  const everyCode = new Map<string, Set<string>>();
  const remember = async () => {
    for (const { id, properties } of await world.sandbox.contacts([CODE])) {
      const code = properties[CODE];
      if (code) everyCode.set(id, (everyCode.get(id) ?? new Set()).add(code));
    }
    return everyCode.size;
  };

  for (const enough of [200, 800]) {
    await eventually(remember, (linked) => linked >= enough);
    await world.worker.kill();
    const atTheKill = await remember();
    expect(atTheKill).toBeLessThan(CONTACTS);
    await world.worker.startAgain();
  }

  const done = await admin.finished(run);
  expect(done.counts).toMatchObject({ seen: CONTACTS, failed: 0 });
  expect(await remember()).toBe(CONTACTS);
  const codes = [...everyCode.values()].map((each) => [...each]);
  expect(codes.filter((each) => each.length > 1)).toEqual([]);
  expect(new Set(codes.flat()).size).toBe(CONTACTS);

  const links = await world.sandbox.contacts([LINK]);
  const sample = links.filter((_, place) => place % 50 === 0);
  for (const { properties } of sample) {
    const answer = await fetch(String(properties[LINK]), { redirect: "manual" });
    expect(answer.status, String(properties[LINK])).toBe(302);
  }
});

test("a further run finds nothing to do", async () => {
  const before = await world.sandbox.stats();
  const again = await admin.finished(await admin.runAgain(run.syncId));
  const after = await world.sandbox.stats();
  expect(again.counts).toMatchObject({ unchanged: CONTACTS, failed: 0 });
  expect(after.property_writes).toBe(before.property_writes);
  expect(again.kvWrites).toBe(0);
});
