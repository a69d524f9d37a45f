// An admin connects an account with a thousand contacts and syncs them all. The links work. A second sync changes
// nothing.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Admin, type Campaign, DESTINATION, type Run } from "../src/admin.ts";
import { eventually } from "../src/eventually.ts";
import { CODE, LINK, PEOPLE, SUCCESSFUL, World } from "../src/world.ts";

const CONTACTS = 1_000;
const PAGES = CONTACTS / 100;

let world: World;
let admin: Admin;
let campaign: Campaign;
let run: Run;

beforeAll(async () => {
  world = await World.start({ contacts: CONTACTS });
  admin = await world.visitor().connect();
  campaign = await admin.campaign();
  run = await admin.finished(await admin.startSync(campaign.id));
});

afterAll(() => world?.stop());

describe("the first run", () => {
  test("reports who is connected and the outcome for everybody", async () => {
    expect(await admin.get("/api/session")).toMatchObject({
      portal: { id: Number(world.sandbox.portal), connection: "connected" },
    });
    expect(run).toMatchObject({
      state: "finished",
      waitingFor: null,
      problem: null,
      counts: { seen: CONTACTS, linked: CONTACTS, skipped: 0, failed: 0 },
    });
    expect((await admin.get<{ items: Campaign[] }>("/api/campaigns")).items).toMatchObject([
      { id: campaign.id, name: "Spring", status: "live", referrers: CONTACTS },
    ]);
  });

  test("gave every contact in HubSpot its own link and code, and its numbers", async () => {
    const contacts = await world.sandbox.contacts([LINK, CODE, PEOPLE, SUCCESSFUL]);
    expect(contacts).toHaveLength(CONTACTS);
    const links = new Set<string | null | undefined>();
    for (const { properties } of contacts) {
      expect(properties[LINK]).toBe(`${world.worker.origin}/r/${properties[CODE]}`);
      expect(properties[CODE]).toMatch(/^[0-9A-Z]{6,10}$/);
      expect([properties[PEOPLE], properties[SUCCESSFUL]]).toEqual(["0", "0"]);
      links.add(properties[LINK]);
    }
    expect(links.size).toBe(CONTACTS);
  });

  test("kept to HubSpot's quota and to its budget", async () => {
    const stats = await world.sandbox.stats();
    expect(stats.http_429).toBe(0);
    expect(stats.calls).toBeLessThanOrEqual(2 * PAGES + 20);
    expect(run.hubspotCalls).toBeLessThanOrEqual(stats.calls);
    expect(run.kvWrites).toBeLessThanOrEqual(PAGES);
    expect(run.rowsWritten).toBeLessThanOrEqual(250 * PAGES);
  });

  test("leaves no secrets in the archive of calls", async () => {
    const har = JSON.stringify(await world.sandbox.har());
    expect(har).not.toContain(world.sandbox.account.client_secret);
    expect(har).toContain("batch/update");
  });
});

describe("a second run", () => {
  test("writes nothing, in HubSpot or in the link index", async () => {
    const before = await world.sandbox.stats();
    const again = await admin.finished(await admin.runAgain(run.syncId));
    const after = await world.sandbox.stats();
    expect(again.id).not.toBe(run.id);
    expect(again.counts).toMatchObject({
      seen: CONTACTS,
      linked: 0,
      unchanged: CONTACTS,
      failed: 0,
    });
    expect(after.property_writes).toBe(before.property_writes);
    expect(again.kvWrites).toBe(0);
    expect(after.http_429).toBe(0);
  });

  test("is one run if it is requested twice at once", async () => {
    const [one, two] = await Promise.all([admin.runAgain(run.syncId), admin.runAgain(run.syncId)]);
    expect(one.id).toBe(two.id);
    await admin.finished(one);
  });
});

describe("a link", () => {
  let contactId: string;
  let link: string;

  const follow = (url: string, method = "GET") => fetch(url, { method, redirect: "manual" });
  const status = (url: string) => async () => (await follow(url)).status;
  const settles = (url: string, wanted: number) => eventually(status(url), (now) => now === wanted);

  const setLinkStatus = (linkStatus: string) =>
    admin.change("PATCH", `/api/campaigns/${campaign.id}/referrers/${contactId}`, { linkStatus });

  beforeAll(async () => {
    const [first] = await world.links();
    if (!first?.[1]) throw new Error("the first contact has no link");
    [contactId, link] = [first[0], first[1]];
  });

  test("leads to the destination, whose own parameters stay, with its code added", async () => {
    const answer = await follow(link);
    expect(answer.status).toBe(302);
    const target = new URL(answer.headers.get("location") ?? "");
    const destination = new URL(DESTINATION);
    expect(target.origin + target.pathname).toBe(destination.origin + destination.pathname);
    expect(target.searchParams.get("utm_source")).toBe("referral");
    expect(target.searchParams.getAll("ref")).toEqual([link.split("/").at(-1)]);
  });

  test("answers HEAD as GET, without a body, and takes its code in any case", async () => {
    const head = await follow(link, "HEAD");
    expect(head.status).toBe(302);
    expect(head.headers.get("location")).toBe((await follow(link)).headers.get("location"));
    expect(await head.text()).toBe("");
    const [, code = ""] = link.split("/r/");
    expect(await status(`${world.worker.origin}/r/${code.toLowerCase()}`)()).toBe(302);
  });

  test("never leads to a place that the visitor chooses", async () => {
    const answer = await follow(`${link}?ref=evil&url=https://evil.example`);
    const target = new URL(answer.headers.get("location") ?? "");
    expect(target.host).toBe("shop.example.com");
    expect(target.searchParams.getAll("ref")).toEqual([link.split("/").at(-1)]);
  });

  test("answers with a page and 404 if it does not exist", async () => {
    for (const path of ["/r/AAAAAAAA", "/r/nope", "/r/", "/r/%00", "/r/..%2f..%2fapi", "/r/A/B"]) {
      const answer = await follow(`${world.worker.origin}${path}`);
      expect(answer.status, path).toBe(404);
      expect(answer.headers.get("content-type"), path).toContain("text/html");
    }
  });

  test("can be paused, revived and revoked; other links stay the same", async () => {
    const others = [...(await world.links()).values()].filter((other) => other && other !== link);
    await setLinkStatus("paused");
    await settles(link, 410);
    expect(await (await follow(link)).text()).toContain("<html");
    expect(await status(String(others[0]))()).toBe(302);
    await setLinkStatus("live");
    await settles(link, 302);
    await setLinkStatus("revoked");
    await settles(link, 410);
  });

  test("follows its campaign when the destination changes or the campaign is paused", async () => {
    const other = [...(await world.links()).values()].find((candidate) => candidate !== link);
    if (!other) throw new Error("no other link");
    const change = (body: object) => admin.change("PATCH", `/api/campaigns/${campaign.id}`, body);
    await change({ destination: "https://shop.example.com/autumn" });
    await eventually(
      async () => new URL((await follow(other)).headers.get("location") ?? "").pathname,
      (path) => path === "/autumn",
    );
    await change({ status: "paused" });
    await settles(other, 410);
    await change({ status: "live" });
    await settles(other, 302);
    expect(await status(link)()).toBe(410);
  });
});
