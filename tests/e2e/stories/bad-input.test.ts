// Every route gets requests that it must refuse. The response is a 4xx problem that says what is wrong, and nothing
// changes.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Admin, Campaign, Run } from "../src/admin.ts";
import { expectProblem } from "../src/problem.ts";
import { World } from "../src/world.ts";

let world: World;
let admin: Admin;
let campaign: Campaign;
let run: Run;

const CHANGES = [
  ["POST", "/api/campaigns"],
  ["PATCH", "/api/campaigns/1"],
  ["PATCH", "/api/campaigns/1/referrers/101"],
  ["POST", "/api/campaigns/1/referrers/import"],
  ["POST", "/api/campaigns/1/referrals/import"],
  ["POST", "/api/campaigns/1/page-preview"],
  ["POST", "/api/syncs"],
  ["PATCH", "/api/syncs/1"],
] as const;
const ACTIONS = [
  ["POST", "/api/syncs/1/runs"],
  ["POST", "/api/runs/1/pause"],
  ["POST", "/api/runs/1/resume"],
  ["POST", "/api/runs/1/stop"],
  ["POST", "/api/session/sign-out"],
] as const;
const READS = [
  "/api/session",
  "/api/campaigns",
  "/api/campaigns/1/referrers/101",
  "/api/referrers.csv",
  "/api/referrals.csv",
  "/api/syncs",
  "/api/runs",
  "/api/runs/1",
  "/api/runs/1/outcomes",
];

beforeAll(async () => {
  world = await World.start({ contacts: 20 });
  admin = await world.visitor().connect();
  campaign = await admin.campaign();
  run = await admin.finished(await admin.startSync(campaign.id));
});

afterAll(() => world?.stop());

const json = () => ({ "content-type": "application/json", origin: world.worker.origin });
const send = (
  method: string,
  path: string,
  body: BodyInit | undefined,
  headers: HeadersInit = json(),
) => admin.visit(path, { method, headers, ...(body !== undefined && { body }) });

/** Returns everything that a bad request must not change. */
const everything = async () => ({
  campaigns: await admin.get("/api/campaigns"),
  syncs: await admin.get("/api/syncs"),
  runs: await admin.get("/api/runs"),
  links: [...(await world.links())],
});

describe("a stranger", () => {
  test("is asked to sign in by every route", async () => {
    const stranger = world.visitor();
    for (const path of READS) await expectProblem(await stranger.visit(path), 401);
    for (const [method, path] of [...CHANGES, ...ACTIONS.slice(0, -1)]) {
      const answer = await stranger.visit(path, { method, body: "{}", headers: json() });
      await expectProblem(answer, 401, `${method} ${path}`);
    }
  });

  test("cannot sign in with a forged, cut or foreign cookie", async () => {
    const [, account = "", value = ""] =
      admin.cookies.match(/goodword_session_(\d+)=([^;]+)/) ?? [];
    expect(value).not.toBe("");
    const flipped = value.replace(/^./, (first) => (first === "A" ? "B" : "A"));
    for (const forged of [flipped, value.slice(0, -1), "", "x", "%00", "a".repeat(5_000)]) {
      const headers = { cookie: `goodword_session_${account}=${forged}` };
      await expectProblem(await world.visitor().visit("/api/session", { headers }), 401);
    }
  });
});

describe("another site's page", () => {
  test("changes nothing in a signed-in browser", async () => {
    const before = await everything();
    for (const [method, path] of [...CHANGES, ...ACTIONS]) {
      for (const origin of [
        "https://evil.example",
        "null",
        `${world.worker.origin}.evil.example`,
      ]) {
        const answer = await send(method, path, "{}", { ...json(), origin });
        await expectProblem(answer, 403, `${method} ${path} from ${origin}`);
      }
      const bare = { "content-type": "application/json" };
      await expectProblem(await send(method, path, "{}", bare), 403, `${method} ${path}`);
    }
    expect(await everything()).toEqual(before);
  });
});

describe("a body", () => {
  test("is refused if it has the wrong type, or is broken, empty or missing", async () => {
    const before = await everything();
    for (const [method, path] of CHANGES) {
      const what = `${method} ${path}`;
      const form = { origin: world.worker.origin, "content-type": "text/plain" };
      await expectProblem(await send(method, path, "{}", form), 415, what);
      for (const body of ["", "{", "null", "[]", "7", '"text"', "\u0000", '{"name":']) {
        await expectProblem(await send(method, path, body), [400, 422], `${what} ${body}`);
      }
      await expectProblem(await send(method, path, undefined), [400, 415], what);
    }
    expect(await everything()).toEqual(before);
  });

  test("is refused before it is read if it is too large", async () => {
    const large = JSON.stringify({ name: "x".repeat(2_000_000) });
    for (const [method, path] of [...CHANGES, ...ACTIONS]) {
      await expectProblem(await send(method, path, large), 413, `${method} ${path}`);
    }
  });

  test("is refused with the field's name if a value is invalid", async () => {
    const before = await everything();
    const good = { name: "Fine", destination: "https://shop.example.com/" };
    const cases: [string, string, object][] = [
      ["POST", "/api/campaigns", { ...good, name: "" }],
      ["POST", "/api/campaigns", { ...good, name: "x".repeat(1_000) }],
      ["POST", "/api/campaigns", { ...good, destination: "javascript:alert(1)" }],
      ["POST", "/api/campaigns", { ...good, destination: "not a url" }],
      ["POST", "/api/campaigns", { ...good, destination: "/relative" }],
      [
        "POST",
        "/api/campaigns",
        { ...good, destination: `${good.destination}${"x".repeat(10_000)}` },
      ],
      [
        "POST",
        "/api/campaigns",
        { ...good, destination: "https://user:password@shop.example.com/" },
      ],
      ["POST", "/api/campaigns", { ...good, attributionWindowDays: 0 }],
      ["POST", "/api/campaigns", { ...good, attributionWindowDays: -1 }],
      ["POST", "/api/campaigns", { ...good, surprise: true }],
      ["POST", "/api/campaigns", { name: good.name }],
      ["PATCH", `/api/campaigns/${campaign.id}`, { status: "sleeping" }],
      ["PATCH", `/api/campaigns/${campaign.id}`, { destination: "ftp://example.com" }],
      ["POST", "/api/syncs", { campaignId: campaign.id, ongoing: "yes" }],
      [
        "POST",
        "/api/syncs",
        {
          campaignId: campaign.id,
          ongoing: false,
          outbound: [{ field: "salary", property: "x", mode: "always" }],
        },
      ],
      [
        "POST",
        "/api/syncs",
        {
          campaignId: campaign.id,
          ongoing: false,
          outbound: [{ field: "referralLink", property: "Not A Name", mode: "always" }],
        },
      ],
      [
        "POST",
        "/api/syncs",
        {
          campaignId: campaign.id,
          ongoing: false,
          outbound: [
            { field: "peopleReferred", property: "goodword_people_referred", mode: "always" },
          ],
        },
      ],
      ["PATCH", `/api/syncs/${run.syncId}`, { ongoing: 1 }],
    ];
    for (const [method, path, body] of cases) {
      await expectProblem(
        await send(method, path, JSON.stringify(body)),
        [400, 422],
        JSON.stringify(body),
      );
    }
    expect(await everything()).toEqual(before);
  });
});

describe("an address", () => {
  test("takes its own methods only, and names them", async () => {
    const cases = [
      ...READS.map((path) => ["DELETE", path] as const),
      ["GET", "/api/session/sign-out"],
      ["GET", "/api/runs/1/pause"],
      ["PUT", "/api/campaigns"],
      ["DELETE", "/api/campaigns/1"],
      ["POST", "/hubspot/oauth/start"],
      ["POST", "/hubspot/oauth/callback"],
      ["POST", "/card/contact"],
      ["GET", "/card/enrolment"],
      ["GET", "/card/referrals"],
      ["POST", "/r/AAAAAAAA"],
    ] as const;
    for (const [method, path] of cases) {
      const answer = await admin.visit(path, { method, headers: json() });
      expect(answer.headers.get("allow"), `${method} ${path}`).toBeTruthy();
      await expectProblem(answer, 405, `${method} ${path}`);
    }
  });

  test("answers 404 if it leads nowhere", async () => {
    for (const path of [
      "/api/",
      "/api/nothing",
      "/api/campaigns/1/2/3",
      "/hubspot/",
      "/hubspot/x",
      "/card/x",
    ]) {
      await expectProblem(await admin.visit(path), 404, path);
    }
  });

  test("is refused if an id is invalid or unknown", async () => {
    const before = await everything();
    const ids = [
      "0",
      "999999",
      "-1",
      "1.5",
      "abc",
      "9007199254740993",
      "99999999999999999999",
      "%00",
      "1%2f2",
    ];
    for (const id of ids) {
      for (const path of [
        `/api/runs/${id}`,
        `/api/runs/${id}/outcomes`,
        `/api/campaigns/${id}/referrers/101`,
        `/api/campaigns/${campaign.id}/referrers/${id}`,
      ]) {
        await expectProblem(await admin.visit(path), [400, 404], path);
      }
      for (const [method, path, body] of [
        ["PATCH", `/api/campaigns/${id}`, { name: "Other" }],
        ["PATCH", `/api/campaigns/${campaign.id}/referrers/${id}`, { linkStatus: "revoked" }],
        ["PATCH", `/api/syncs/${id}`, { ongoing: true }],
        ["POST", `/api/syncs/${id}/runs`, {}],
        ["POST", `/api/runs/${id}/stop`, {}],
      ] as const) {
        const answer = await send(method, path, JSON.stringify(body));
        await expectProblem(answer, [400, 404], `${method} ${path}`);
      }
    }
    const unknown = JSON.stringify({ campaignId: 999_999, ongoing: false });
    await expectProblem(await send("POST", "/api/syncs", unknown), [404, 422]);
    expect(await everything()).toEqual(before);
  });

  test("is refused if the query is invalid", async () => {
    for (const path of ["/api/runs?syncId=abc", `/api/runs/${run.id}/outcomes?kind=happy`]) {
      await expectProblem(await admin.visit(path), [400, 422], path);
    }
  });
});

describe("a card's request", () => {
  const card = (path: string, init: RequestInit = {}) =>
    fetch(`${world.worker.origin}${path}`, init);
  const signature = () => ({
    "x-hubspot-signature-v3": "bm90IGEgc2lnbmF0dXJl",
    "x-hubspot-request-timestamp": String(Date.now()),
  });
  const query = () =>
    `contactId=101&userId=1&portalId=${world.sandbox.portal}&userEmail=a%40example.com&appId=${world.sandbox.account.app_id}`;

  test("is refused without HubSpot's signature, or with a bad or old one", async () => {
    const path = `/card/contact?${query()}`;
    const old = { ...signature(), "x-hubspot-request-timestamp": String(Date.now() - 600_000) };
    const future = { ...signature(), "x-hubspot-request-timestamp": String(Date.now() + 600_000) };
    const odd = { ...signature(), "x-hubspot-request-timestamp": "yesterday" };
    for (const headers of [{}, signature(), old, future, odd]) {
      await expectProblem(await card(path, { headers }), 401);
    }
    const enrol = { method: "POST", body: "{}", headers: { ...json(), ...signature() } };
    await expectProblem(await card(`/card/enrolment?${query()}`, enrol), 401);
    await expectProblem(await card(`/card/referrals?${query()}`, enrol), 401);
  });

  test("is accepted if HubSpot signed it, and its problems are named", async () => {
    const [contact] = await world.sandbox.contacts();
    const ask = (path: string, method = "GET", body?: unknown) =>
      world.sandbox.cardFetch({ url: `${world.worker.origin}${path}`, method, body });
    expect(await ask(`/card/contact?contactId=${contact?.id}`)).toMatchObject({
      status: 200,
      body: { status: "enrolled", contactId: contact?.id },
    });
    // The proxy answers 200 itself; the Worker's refusal is inside.
    for (const [path, method, body] of [
      ["/card/contact", "GET"],
      ["/card/contact?contactId=abc", "GET"],
      ["/card/enrolment", "POST", {}],
      ["/card/enrolment", "POST", { contactId: contact?.id }],
      ["/card/enrolment", "POST", { contactId: contact?.id, campaignId: 999_999 }],
      ["/card/referrals", "POST", {}],
      [
        "/card/referrals",
        "POST",
        { contactId: contact?.id, campaignId: 999_999, email: "a@b.example" },
      ],
      [
        "/card/referrals",
        "POST",
        { contactId: contact?.id, campaignId: 1, email: "a@b.example", x: 1 },
      ],
    ] as const) {
      const answer = JSON.stringify(await ask(path, method, body));
      expect(answer, path).toContain("urn:goodword:problem:");
    }
  });

  test("cannot name another portal than the signed one", async () => {
    const url = `${world.worker.origin}/card/contact?contactId=101&portalId=1`;
    const answer = await world.sandbox.cardFetch({ url, method: "GET" });
    expect(JSON.stringify(answer)).not.toContain('"referrers":[{');
  });
});

test("after all bad requests, the Worker is well and has logged no secrets", async () => {
  expect(await admin.get("/api/session")).toMatchObject({ portal: { connection: "connected" } });
  const { printed } = world.worker;
  expect(printed).not.toMatch(/panicked|unreachable|RuntimeError/);
  expect(printed).not.toContain(world.sandbox.account.client_secret);
  expect(printed).not.toContain("@example.com");
});
