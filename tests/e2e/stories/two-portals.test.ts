// Two accounts on one Worker do not see each other. Each works as if it were alone.

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Admin, Campaign, Run } from "../src/admin.ts";
import { expectProblem } from "../src/problem.ts";
import { World } from "../src/world.ts";

const CONTACTS = 150;

let world: World;
const accounts: { portal: string; admin: Admin; campaign: Campaign; run: Run }[] = [];

beforeAll(async () => {
  world = await World.start({ contacts: CONTACTS, portals: 2 });
  for (const portal of await world.sandbox.portals()) {
    const admin = await world.visitor().connect(portal);
    const campaign = await admin.campaign(`Campaign of ${portal}`);
    accounts.push({ portal, admin, campaign, run: await admin.startSync(campaign.id) });
  }
  await Promise.all(accounts.map(({ admin, run }) => admin.finished(run)));
});

afterAll(() => world?.stop());

test("each account has links for its own contacts, and all links are different", async () => {
  expect(accounts).toHaveLength(2);
  const all: (string | null)[] = [];
  for (const { portal } of accounts) {
    const links = await world.links(portal);
    expect(links.size).toBe(CONTACTS);
    all.push(...links.values());
  }
  expect(all).not.toContain(null);
  expect(new Set(all).size).toBe(2 * CONTACTS);
});

test("each account sees only its own campaigns, syncs and runs", async () => {
  for (const { admin, portal } of accounts) {
    expect(await admin.get("/api/session")).toMatchObject({ portal: { id: Number(portal) } });
    for (const path of ["/api/campaigns", "/api/syncs", "/api/runs"]) {
      const { items } = await admin.get<{ items: unknown[] }>(path);
      expect(items, path).toHaveLength(1);
    }
    const { items } = await admin.get<{ items: Campaign[] }>("/api/campaigns");
    expect(items[0]?.name).toBe(`Campaign of ${portal}`);
  }
});

test("an object of the other account is as unknown as one that does not exist", async () => {
  const [one, other] = accounts;
  if (!one || !other) throw new Error("two accounts were expected");
  const [theirs] = await world.links(other.portal);
  const nobodys = "/api/campaigns/1/referrers/424242424242";
  const foreign = `/api/campaigns/${one.campaign.id}/referrers/${theirs?.[0]}`;
  const answers = await Promise.all([nobodys, foreign].map((path) => one.admin.visit(path)));
  const details: string[] = [];
  for (const answer of answers) details.push((await expectProblem(answer, 404)).detail);
  expect(details[1]).toBe(details[0]);
});

test("a card that is signed for one account shows nothing of the other account's contact", async () => {
  const [one, other] = accounts;
  if (!one || !other) throw new Error("two accounts were expected");
  const [theirs] = await world.links(other.portal);
  const ask = (portal: string) =>
    world.sandbox.cardFetch({
      url: `${world.worker.origin}/card/contact?contactId=${theirs?.[0]}`,
      method: "GET",
      portal,
    });
  expect((await ask(other.portal)).body).toMatchObject({
    status: "enrolled",
    referrers: [{ link: theirs?.[1] }],
  });
  expect((await ask(one.portal)).body).toMatchObject({ status: "not_enrolled", referrers: [] });
});

test("disconnecting one account does not stop the other", async () => {
  const [one, other] = accounts;
  if (!one || !other) throw new Error("two accounts were expected");
  await world.sandbox.uninstall(one.portal);
  await world.sandbox.expireTokens();
  const again = await other.admin.finished(await other.admin.runAgain(other.run.syncId));
  expect(again.counts).toMatchObject({ unchanged: CONTACTS, failed: 0 });
});
