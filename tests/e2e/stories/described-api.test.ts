// The API is what its description says. An admin does their whole work, and each step is compared with the document.

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Admin } from "../src/admin.ts";
import { AppUser } from "../src/app-user.ts";
import { Description } from "../src/description.ts";
import { eventually } from "../src/eventually.ts";
import { World } from "../src/world.ts";

let world: World;
let admin: Admin;
let description: Description;

beforeAll(async () => {
  world = await World.start({ contacts: 120, latencyMs: "50..80" });
  admin = await world.visitor().connect(undefined, "lists");
  const served = await admin.visit("/api/openapi.json");
  expect(served.headers.get("content-type")).toContain("application/json");
  description = new Description((await served.json()) as never);
});

afterAll(() => world?.stop());

/** Sends a request: with an API key as the customer's own systems do, without one as the admin's browser does. */
async function ask<T>(
  method: string,
  target: string,
  content?: object,
  key?: string | null,
): Promise<T> {
  const body = method === "GET" ? undefined : JSON.stringify(content ?? {});
  const type = { "content-type": "application/json" };
  const headers = {
    ...type,
    ...(key ? { authorization: `Bearer ${key}` } : { origin: world.worker.origin }),
  };
  const sent = { method, headers, ...(body && { body }) };
  const answer = await (key
    ? fetch(new URL(target, world.worker.origin), sent)
    : admin.visit(target, sent));
  const copy = answer.clone();
  const call = { method, target, ...(body && { body }) };
  expect(await description.faults(call, answer), `${method} ${target}`).toEqual([]);
  const text = await copy.text();
  return (text.startsWith("{") ? JSON.parse(text) : null) as T;
}

interface Made {
  id: number;
  state: string;
}

const get = <T>(target: string) => ask<T>("GET", target);
const post = (target: string, body?: object) => ask<Made>("POST", target, body);

/** Starts a query, and waits for its result. */
async function answered(target: string, body: object): Promise<Made> {
  const { id } = await post(target, body);
  const over = ["counted", "ready", "finished"];
  return eventually(
    () => get<Made>(`${target}/${id}`),
    ({ state }) => over.includes(state),
  );
}

const finished = ({ id }: Made) =>
  eventually(
    () => get<Made>(`/api/runs/${id}`),
    ({ state }) => state === "finished",
  );

const settled = () =>
  eventually(
    () => get<{ refreshing: boolean }>("/api/hubspot/catalogue"),
    ({ refreshing }) => !refreshing,
  );

test("every request and response of the API is described", async () => {
  await get("/api/session");
  const campaign = await post("/api/campaigns", {
    name: "Spring",
    destination: "https://shop.example.com/",
  });
  const place = `/api/campaigns/${campaign.id}`;
  const terms = { rules: [{ id: 1, cause: "api", holdDays: 0 }] };
  await ask("PATCH", place, { shareMessage: "Have a look: {link}", terms });
  const page = { texts: [{ language: "en", headline: "Hello" }], after: "destination" };
  await ask("PATCH", place, { page });
  await post(`${place}/page-preview`, { page, language: "en", thanks: true });
  await post("/api/hubspot/catalogue/refresh");
  await settled();
  await post("/api/hubspot/properties", { campaignId: campaign.id, fields: ["referralLink"] });
  await settled();
  await post("/api/hubspot/referred-by-properties", { fields: ["code"] });
  await settled();

  const audience = { lists: null, excludedLists: [] };
  const inbound = [
    { field: "firstName", property: "firstname" },
    { field: "lastName", fixed: "of Northwind" },
  ];
  await answered("/api/audience-counts", { audience });
  await answered("/api/previews", { audience, inbound });
  const wanted = { campaignId: campaign.id, ongoing: false, audience, inbound };
  const { id: trial } = await answered("/api/dry-runs", wanted);
  await ask("DELETE", `/api/dry-runs/${trial}`);
  await answered("/api/rule-trials", {
    cause: { contactProperty: { property: "city", test: "known" } },
    contactId: (await world.sandbox.contacts())[0]?.id,
  });

  const [refused] = await world.sandbox.contacts();
  await world.sandbox.faults([{ contact: refused?.id }, { refuse: "validation" }]);
  const sync = await post("/api/syncs", { ...wanted, onLeaving: "pause" });
  const run = await post(`/api/syncs/${sync.id}/runs`);
  await post(`/api/runs/${run.id}/pause`);
  await post(`/api/runs/${run.id}/resume`);
  await finished(run);
  await get(`/api/runs/${run.id}/rate`);
  await get(`/api/runs/${run.id}/leavers`);
  await get(`/api/runs?syncId=${sync.id}`);
  await get(`/api/runs/${run.id}/outcomes?kind=failed`);
  await get(`/api/runs/${run.id}/outcomes.csv`);
  await world.sandbox.clearFaults();
  await finished(await post(`/api/runs/${run.id}/retry`));

  await get("/api/campaigns");
  await get(place);
  await get(`${place}/activity?days=7`);
  const { items } = await get<{ items: { contactId: string; code: string }[] }>(
    "/api/referrers?order=oldest",
  );
  const referrer = `${place}/referrers/${items[0]?.contactId}`;

  const { id: keyId, key } = await ask<{ id: number; key: string | null }>(
    "POST",
    "/api/api-keys",
    { name: "The shop" },
  );
  const told = { code: items[0]?.code, email: "bo@northwind.example" };
  const { id: bo } = await ask<Made>("POST", "/api/referrals", told, key);
  await ask("POST", `/api/referrals/${bo}/events`, { event: "qualify" }, key);
  await post(`${referrer}/referrals`, { email: "cy@northwind.example", firstName: "Cy" });
  await get("/api/referrals?q=cy&status=pending");
  await get("/api/referrers.csv?linkStatus=live");
  await get(`/api/referrals.csv?campaignId=${campaign.id}`);
  const known = { line: 1, contactId: items[0]?.contactId };
  await post(`${place}/referrers/import`, { rows: [known, { line: 2 }] });
  const dee = { line: 1, code: items[0]?.code, email: "di@northwind.example" };
  await post(`${place}/referrals/import`, { rows: [dee, { line: 2 }] });
  await ask("PATCH", `/api/referrals/${bo}`, { event: "reverse" });
  await post(`/api/referrals/${bo}/hubspot/retry`);
  await get(`/api/referrals/${bo}`);
  await post("/api/referrals/review", { network: "nobody", event: "reject" });
  await get("/api/api-keys");
  await ask("DELETE", `/api/api-keys/${keyId}`);
  await ask("POST", "/api/referrals", told, key);
  await ask("PATCH", referrer, { slug: "ana" });
  await ask("PATCH", place, { slug: "ana" });
  await ask("PATCH", place, { slug: "spring-2027" });
  await ask("PATCH", "/api/link-domain", { host: "go.northwind.example" });
  await get("/api/link-domain");
  await post("/api/link-domain/check");
  await ask("PATCH", referrer, { linkStatus: "revoked" });
  await get(referrer);
  await get(`${referrer}/activity`);

  const again = await finished(await post(`/api/syncs/${sync.id}/runs`));
  await get(`/api/runs/${again.id}/outcomes?kind=skipped`);
  const last = await post(`/api/syncs/${sync.id}/runs`);
  await post(`/api/runs/${last.id}/stop`);
  await ask("PATCH", `/api/syncs/${sync.id}`, { ongoing: true });
  await get(`/api/syncs/${sync.id}`);
  await get("/api/syncs");
  await ask("DELETE", `/api/syncs/${sync.id}`);

  // Half of a list leaves: the run asks whether their links end.
  const app = new AppUser(world.sandbox);
  const members = (await world.sandbox.contacts()).slice(0, 60).map(({ id: contact }) => contact);
  const list = await app.staticList("Friends of the shop", members);
  const { id: ofList } = await post("/api/syncs", {
    ...wanted,
    audience: { lists: [list.listId], excludedLists: [] },
    ongoing: true,
    onLeaving: "pause",
  });
  await finished(await post(`/api/syncs/${ofList}/runs`));
  await app.leave(list, members.slice(30));
  const asking = await post(`/api/syncs/${ofList}/runs`);
  const { question } = await eventually(
    () => get<{ question: { id: number } | null }>(`/api/runs/${asking.id}`),
    (run) => run.question !== null,
  );
  const leavers = await get<{ items: unknown[] }>(`/api/runs/${asking.id}/leavers`);
  expect(leavers.items).toHaveLength(30);
  // The refusal to end a sync before its run is described, too.
  await ask("DELETE", `/api/syncs/${ofList}`);
  await post(`/api/runs/${asking.id}/leavers`, { question: question?.id, decision: "keep" });
  await finished(asking);

  // Refusals are described too.
  await post("/api/session/sign-out-everywhere");
  await get("/api/campaigns");
  await admin.connect(undefined, "lists");
  await post("/api/connection/disconnect");
  // HubSpot hears of it a moment later, and would end a connection that is made meanwhile.
  await eventually(
    () => world.sandbox.stats(),
    ({ by_route }) => Number(by_route["DELETE /appinstalls/{v}/external-install"]) > 0,
  );
  await get("/api/syncs/999");
  await post("/api/audience-counts", { audience });
  await post("/api/session/sign-out", {});
  await get("/api/campaigns");
  expect(description.untried).toEqual([]);
});

test("a request that is sent twice with one idempotency key takes effect once and gets the same response", async () => {
  const admin = await world.visitor().connect(undefined, "lists");
  const headers = {
    "content-type": "application/json",
    origin: world.worker.origin,
    "idempotency-key": crypto.randomUUID(),
  };
  const send = (target: string, body: object, key = headers["idempotency-key"]) =>
    admin.visit(target, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { ...headers, "idempotency-key": key },
    });
  const autumn = { name: "Autumn", destination: "https://shop.example.com/" };
  const [first, again] = [
    await send("/api/campaigns", autumn),
    await send("/api/campaigns", autumn),
  ];
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(await again.json()).toEqual(await first.json());
  const other = await send("/api/campaigns", { ...autumn, name: "Winter" });
  expect(other.status).toBeGreaterThanOrEqual(400);
  const { items } = await admin.get<{ items: { name: string }[] }>("/api/campaigns");
  expect(items.filter(({ name }) => name === "Autumn")).toHaveLength(1);
  expect(items.some(({ name }) => name === "Winter")).toBe(false);

  // A request that is only accepted is accepted the second time too.
  const everybody = { audience: { lists: null, excludedLists: [] } };
  const key = crypto.randomUUID();
  const counts = [
    await send("/api/audience-counts", everybody, key),
    await send("/api/audience-counts", everybody, key),
  ];
  expect(counts.map(({ status }) => status)).toEqual([202, 202]);
});
