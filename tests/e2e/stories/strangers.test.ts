// What strangers can do: with keys that they make up, cookies that have ended, addresses without a link, and floods.

import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Admin, DESTINATION } from "../src/admin.ts";
import { eventually } from "../src/eventually.ts";
import { visitHost } from "../src/own-host.ts";
import { expectProblem } from "../src/problem.ts";
import { World } from "../src/world.ts";

interface Referral {
  id: number;
  email: string;
  status: string;
  network: string | null;
  why: string[];
}

let world: World;
let admin: Admin;
let code: string;

beforeAll(async () => {
  world = await World.start({ contacts: 4 });
  admin = await world.visitor().connect();
  const campaign = await admin.campaign("Spring");
  await admin.finished(await admin.startSync(campaign.id));
  const { items } = await admin.get<{ items: { code: string }[] }>("/api/referrers");
  code = items[0]?.code ?? "";
});

afterAll(() => world?.stop());

const claim = (key: string, email: string) =>
  fetch(`${world.worker.origin}/api/referrals`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ code, email }),
  });

const newKey = async () =>
  (await admin.change<{ key: string }>("POST", "/api/api-keys", { name: "Shop" })).key;

test("a key that somebody made up is refused, for a known account and for any other", async () => {
  const key = await newKey();
  expect((await claim(key, "ada@northwind.example")).status).toBe(201);
  const madeUp = randomBytes(48).toString("base64url").padEnd(65, "A");
  const changed = key.replace(/.$/, (last) => (last === "A" ? "Q" : "A"));
  for (const wrong of [`gwk_${key.split("_")[1]}_1_${madeUp}`, `gwk_987_1_${madeUp}`, changed]) {
    await expectProblem(await claim(wrong, "eve@northwind.example"), 401);
  }
});

test("signing out everywhere ends every session and every key", async () => {
  const key = await newKey();
  const other = await world.visitor().connect();
  const kept = other.cookies;
  expect((await admin.send("POST", "/api/session/sign-out-everywhere", {})).status).toBe(204);
  for (const path of ["/api/session", "/api/referrers", "/api/referrals.csv"]) {
    const answer = await world.visitor().visit(path, { headers: { cookie: kept } });
    await expectProblem(answer, 401);
  }
  await expectProblem(await claim(key, "eve@northwind.example"), 401);
  await admin.connect();
  expect((await admin.visit("/api/referrers")).status).toBe(200);
});

test("disconnecting ends every session and every key; links still work", async () => {
  const key = await newKey();
  const kept = admin.cookies;
  await admin.change("POST", "/api/connection/disconnect");
  // HubSpot hears of it a moment later, and would end a connection that is made meanwhile.
  await eventually(
    () => world.sandbox.stats(),
    ({ by_route }) => Number(by_route["DELETE /appinstalls/{v}/external-install"]) > 0,
  );
  const answer = await world.visitor().visit("/api/referrers", { headers: { cookie: kept } });
  await expectProblem(answer, 401);
  await expectProblem(await claim(key, "eve@northwind.example"), 401);
  const followed = await fetch(`${world.worker.origin}/r/${code}`, { redirect: "manual" });
  expect(followed.headers.get("location")).toContain(new URL(DESTINATION).host);
  await admin.connect();
  await expectProblem(await claim(key, "eve@northwind.example"), 401);
});

test("who tries addresses without a link is told to stop, and links still work for them", async () => {
  const { origin } = world.worker;
  const { host } = new URL(origin);
  const from = "127.0.0.7";
  const visit = (path: string) => visitHost(origin, host, path, { from });
  await eventually(
    async () => (await visit("/r/ZZZZZZZZZZ")).status,
    (status) => status === 429,
    undefined,
    0,
  );
  expect((await visit(`/r/${code}`)).status).toBe(302);
  expect((await visit("/qr/evil.example/ann-lee.svg")).status).toBe(429);
  const elsewhere = await visitHost(origin, host, "/r/ZZZZZZZZZZ", { from: "127.0.0.8" });
  expect(elsewhere.status).toBe(404);
  const foreign = await visitHost(origin, host, "/qr/evil.example/ann-lee.svg", {
    from: "127.0.0.8",
  });
  expect(foreign.status).toBe(404);
});

test("a flood is reviewed, its network is rejected at once, and a person from elsewhere counts", async () => {
  const { origin } = world.worker;
  const { host } = new URL(origin);
  const report = (email: string, from: string) =>
    visitHost(origin, host, "/referrals", {
      method: "POST",
      headers: { "content-type": "text/plain", "user-agent": email },
      body: JSON.stringify({ code, email }),
      from,
    });
  for (let at = 0; at < 25; at += 1) {
    expect((await report(`fake${at}@northwind.example`, "127.0.0.5")).status).toBe(200);
  }
  expect((await report("real@northwind.example", "127.0.0.6")).status).toBe(200);
  const list = async (query: string) =>
    (await admin.get<{ items: Referral[] }>(`/api/referrals?${query}`)).items;
  const reviewed = await list("status=inReview");
  expect(reviewed).toHaveLength(5);
  expect(reviewed[0]?.why[0]).toMatch(/from one network within an hour/);
  expect((await list("q=real"))[0]?.status).toBe("pending");
  await eventually(
    async () => (await world.sandbox.contacts(["email"])).map(({ properties }) => properties.email),
    (emails) => emails.includes("fake24@northwind.example"),
  );
  const decided = await admin.change("POST", "/api/referrals/review", {
    network: reviewed[0]?.network,
    event: "reject",
  });
  expect(decided).toEqual({ decided: 5, left: 0 });
  expect(await list("status=inReview")).toEqual([]);
});
