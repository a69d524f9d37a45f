// HubSpot's own Node client works with the sandbox as with HubSpot. Only its base path is changed.

import { Client, Signature } from "@hubspot/api-client";
import { FilterOperatorEnum } from "@hubspot/api-client/lib/codegen/crm/contacts/models/Filter.js";
import {
  PropertyCreateFieldTypeEnum,
  PropertyCreateTypeEnum,
} from "@hubspot/api-client/lib/codegen/crm/properties/models/PropertyCreate.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../src/eventually.ts";
import { type Heard, Listener } from "../src/listener.ts";
import { PATIENCE_MS } from "../src/patience.ts";
import { Sandbox } from "../src/sandbox.ts";

const REDIRECT = "http://localhost:8787/hubspot/oauth/callback";
const SCOPES =
  "oauth crm.objects.contacts.read crm.objects.contacts.write crm.schemas.contacts.write crm.lists.read";

/** HubSpot's response when searches come too fast. */
const SECONDLY = {
  status: "error",
  message: "You have reached your secondly limit.",
  errorType: "RATE_LIMIT",
};

let sandbox: Sandbox;
let hubspot: Client;
let backend: Listener;

beforeAll(async () => {
  backend = await Listener.start();
  sandbox = await Sandbox.start({ contacts: 250, worker: backend.origin });
  hubspot = new Client({
    accessToken: sandbox.account.access_token,
    basePath: sandbox.url,
  });
});

afterAll(async () => {
  backend?.stop();
  await sandbox?.stop();
});

describe("OAuth", () => {
  async function authorize(): Promise<string> {
    const asked = new Client().oauth.getAuthorizationUrl(
      sandbox.account.client_id,
      REDIRECT,
      SCOPES,
      undefined,
      "a state",
    );
    const { pathname, search } = new URL(asked);
    const page = await fetch(`${sandbox.url}${pathname}${search}`);
    expect(await page.text()).toContain("Connect app");
    const decided = await fetch(`${sandbox.url}${pathname}${search}`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ decision: "connect" }),
    });
    const callback = new URL(decided.headers.get("location") ?? "");
    expect(callback.origin + callback.pathname).toBe(REDIRECT);
    expect(callback.searchParams.get("state")).toBe("a state");
    return callback.searchParams.get("code") ?? "";
  }

  const exchange = (code: string) =>
    hubspot.oauth.tokensApi.create(
      "authorization_code",
      code,
      REDIRECT,
      sandbox.account.client_id,
      sandbox.account.client_secret,
    );

  const refresh = (token: string) =>
    hubspot.oauth.tokensApi.create(
      "refresh_token",
      undefined,
      undefined,
      sandbox.account.client_id,
      sandbox.account.client_secret,
      token,
    );

  test("a code gives tokens once; they name their owner, can be refreshed and revoked", async () => {
    const code = await authorize();
    const tokens = await exchange(code);
    expect(tokens).toMatchObject({ tokenType: "bearer", expiresIn: 1800 });
    await expect(exchange(code)).rejects.toMatchObject({ code: 400 });

    const access = await hubspot.oauth.accessTokensApi.get(tokens.accessToken);
    expect(String(access.hubId)).toBe(sandbox.portal);
    expect(String(access.appId)).toBe(String(sandbox.account.app_id));
    expect(access.scopes.toSorted()).toEqual(SCOPES.split(" ").toSorted());

    const granted = await hubspot.oauth.refreshTokensApi.get(tokens.refreshToken);
    expect(String(granted.hubId)).toBe(sandbox.portal);
    expect(granted.clientId).toBe(sandbox.account.client_id);

    const renewed = await refresh(tokens.refreshToken);
    expect(renewed.accessToken).not.toBe(tokens.accessToken);
    const asUser = new Client({ accessToken: renewed.accessToken, basePath: sandbox.url });
    expect((await asUser.crm.contacts.basicApi.getPage(1)).results).toHaveLength(1);

    await hubspot.oauth.refreshTokensApi.archive(renewed.refreshToken);
    await expect(refresh(renewed.refreshToken)).rejects.toMatchObject({ code: 400 });
  });

  test("a wrong secret and a wrong code give different errors", async () => {
    const { client_id, client_secret } = sandbox.account;
    const create = (code: string, secret: string) =>
      hubspot.oauth.tokensApi.create("authorization_code", code, REDIRECT, client_id, secret);
    const wrongCode = await create("no-such-code", client_secret).catch((refusal) => refusal);
    const wrongSecret = await create(await authorize(), "not the secret").catch(
      (refusal) => refusal,
    );
    expect(wrongCode.code).toBe(400);
    expect(wrongSecret.code).toBeGreaterThanOrEqual(400);
    const words = ({ body }: { body: object }) => ({ ...body, correlationId: "" });
    expect(words(wrongSecret)).not.toEqual(words(wrongCode));
  });

  test("a bad bearer is refused", async () => {
    const stranger = new Client({ accessToken: "nobody", basePath: sandbox.url });
    await expect(stranger.crm.contacts.basicApi.getPage(1)).rejects.toMatchObject({ code: 401 });
  });
});

describe("contacts", () => {
  test("are paged in the order of their ids, each once", async () => {
    const all = await hubspot.crm.contacts.getAll(100, undefined, ["email", "firstname"]);
    const ids = all.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(ids.toSorted((a, b) => Number(a) - Number(b)));
    const held = await sandbox.contacts(["email"]);
    expect(ids).toEqual(held.map(({ id }) => id));
  });

  test("are created, read by e-mail, updated and archived", async () => {
    const { basicApi } = hubspot.crm.contacts;
    const made = await basicApi.create({
      properties: { email: "new.contact@example.com", firstname: "New" },
    });
    const byEmail = await basicApi.getById(
      "new.contact@example.com",
      ["email", "firstname"],
      undefined,
      undefined,
      false,
      "email",
    );
    expect(byEmail.id).toBe(made.id);
    await basicApi.update(made.id, { properties: { firstname: "Newer" } });
    expect((await basicApi.getById(made.id, ["firstname"])).properties.firstname).toBe("Newer");
    await expect(
      basicApi.create({ properties: { email: "new.contact@example.com" } }),
    ).rejects.toMatchObject({ code: 409 });
    await basicApi.archive(made.id);
    await expect(basicApi.getById(made.id)).rejects.toMatchObject({ code: 404 });
    const archived = await basicApi.getById(made.id, ["email"], undefined, undefined, true);
    expect(archived.archived).toBe(true);
  });

  test("are read, created, updated and upserted in batches", async () => {
    const { batchApi } = hubspot.crm.contacts;
    const made = await batchApi.create({
      inputs: ["a", "b"].map((name) => ({
        associations: [],
        objectWriteTraceId: name,
        properties: { email: `${name}.batch@example.com`, lastname: "Batch" },
      })),
    });
    const ids = made.results.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    await batchApi.update({
      inputs: ids.map((id) => ({ id, properties: { lastname: "Changed" } })),
    });
    const read = await batchApi.read({
      inputs: ids.map((id) => ({ id })),
      properties: ["lastname"],
      propertiesWithHistory: [],
    });
    expect(read.results.map(({ properties }) => properties.lastname)).toEqual([
      "Changed",
      "Changed",
    ]);
    const upserted = await batchApi.upsert({
      inputs: ["a.batch@example.com", "c.batch@example.com"].map((id) => ({
        id,
        idProperty: "email",
        properties: { email: id, lastname: "Upserted" },
      })),
    });
    expect(upserted.results.map(({ _new }) => _new).toSorted()).toEqual([false, true]);
  });

  test("are named in the errors of a batch if they are missing", async () => {
    const [first] = (await hubspot.crm.contacts.basicApi.getPage(1)).results;
    const read = await hubspot.crm.contacts.batchApi.read({
      inputs: [{ id: first?.id ?? "" }, { id: "999999999999" }],
      properties: ["email"],
      propertiesWithHistory: [],
    });
    expect(read.results).toHaveLength(1);
    expect("errors" in read && read.errors?.length).toBe(1);
  });

  test("are found by a search once the index has caught up", async () => {
    const made = await hubspot.crm.contacts.basicApi.create({
      properties: { email: "needle@example.com", company: "Haystack" },
    });
    const search = () =>
      hubspot.crm.contacts.searchApi.doSearch({
        filterGroups: [
          {
            filters: [
              { propertyName: "company", operator: FilterOperatorEnum.Eq, value: "Haystack" },
            ],
          },
        ],
        properties: ["company"],
        sorts: ["hs_object_id"],
        limit: 10,
      });
    // Five searches a second are allowed.
    const found = await eventually(search, ({ total }) => total > 0, PATIENCE_MS, 500);
    expect(found.results.map(({ id }) => id)).toEqual([made.id]);
  });

  test("become one new record when they are merged; the old ids still find it", async () => {
    const { basicApi, batchApi } = hubspot.crm.contacts;
    const [one, two] = await Promise.all(
      ["one", "two"].map((name) =>
        basicApi.create({ properties: { email: `${name}.merge@example.com`, firstname: name } }),
      ),
    );
    if (!one || !two) throw new Error("not created");
    const merged = await basicApi.merge({ primaryObjectId: one.id, objectIdToMerge: two.id });
    expect([one.id, two.id]).not.toContain(merged.id);
    for (const { id } of [one, two]) {
      const found = await basicApi.getById(id, ["firstname"]);
      expect(found.id).toBe(merged.id);
      expect(found.properties.firstname).toBe("one");
    }
    const updated = await batchApi
      .update({
        inputs: [{ id: two.id, objectWriteTraceId: "old", properties: { firstname: "lost" } }],
      })
      .catch((refusal) => refusal);
    expect((await basicApi.getById(merged.id, ["firstname"])).properties.firstname, updated).toBe(
      "one",
    );
  });

  test("are gone for good after a privacy deletion", async () => {
    const { basicApi } = hubspot.crm.contacts;
    const made = await basicApi.create({ properties: { email: "forget.me@example.com" } });
    await basicApi.purge({ objectId: made.id });
    await expect(basicApi.getById(made.id)).rejects.toMatchObject({ code: 404 });
    await expect(basicApi.getById(made.id, [], undefined, undefined, true)).rejects.toMatchObject({
      code: 404,
    });
  });
});

describe("properties", () => {
  const property = (name: string) => ({
    groupName: "client_test",
    name,
    label: name,
    type: PropertyCreateTypeEnum.Number,
    fieldType: PropertyCreateFieldTypeEnum.Number,
  });

  test("and their groups are created once, read, written to and archived", async () => {
    const { coreApi, groupsApi, batchApi } = hubspot.crm.properties;
    await groupsApi.create("contacts", { name: "client_test", label: "Client test" });
    await expect(
      groupsApi.create("contacts", { name: "client_test", label: "Client test" }),
    ).rejects.toMatchObject({ code: 409 });
    const made = await coreApi.create("contacts", property("client_number"));
    expect(made).toMatchObject({ groupName: "client_test", type: "number" });
    await expect(coreApi.create("contacts", property("client_number"))).rejects.toMatchObject({
      code: 409,
    });
    const batch = await batchApi.create("contacts", {
      inputs: [property("client_second"), property("client_third")],
    });
    expect(batch.results).toHaveLength(2);
    const names = (await coreApi.getAll("contacts")).results.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["client_number", "client_second", "email"]));

    const [contact] = (await hubspot.crm.contacts.basicApi.getPage(1)).results;
    const write = (value: string) =>
      hubspot.crm.contacts.basicApi.update(contact?.id ?? "", {
        properties: { client_number: value },
      });
    expect((await write("12")).properties.client_number).toBe("12");
    await expect(write("a dozen")).rejects.toMatchObject({ code: 400 });

    await coreApi.archive("contacts", "client_third");
    await expect(coreApi.getByName("contacts", "client_third")).rejects.toMatchObject({
      code: 404,
    });
  });

  test("have the name, group and type that HubSpot allows", async () => {
    const { coreApi } = hubspot.crm.properties;
    const refused = { code: 400 };
    await expect(
      coreApi.create("contacts", { ...property("Capital Letters") }),
    ).rejects.toMatchObject(refused);
    await expect(
      coreApi.create("contacts", { ...property("orphan"), groupName: "no_such_group" }),
    ).rejects.toMatchObject(refused);
    await expect(
      coreApi.create("contacts", {
        ...property("mismatch"),
        fieldType: PropertyCreateFieldTypeEnum.Booleancheckbox,
      }),
    ).rejects.toMatchObject(refused);
  });
});

describe("lists", () => {
  test("with fixed members are searched, filled, read in both orders and emptied", async () => {
    const { listsApi, membershipsApi } = hubspot.crm.lists;
    const { list } = await listsApi.create({
      name: "Picked by hand",
      objectTypeId: "0-1",
      processingType: "MANUAL",
    });
    const contacts = (await hubspot.crm.contacts.basicApi.getPage(3)).results.map(({ id }) => id);
    const added = await membershipsApi.add(list.listId, contacts);
    expect(added.recordsIdsAdded.map(String).toSorted()).toEqual(contacts.toSorted());
    const members = await membershipsApi.getPage(list.listId);
    expect(members.results.map(({ recordId }) => String(recordId))).toEqual(contacts);
    const byJoining = await membershipsApi.getPageOrderedByAddedToListDate(list.listId);
    expect(byJoining.results).toHaveLength(3);
    const found = await listsApi.doSearch({ query: "Picked", processingTypes: ["MANUAL"] });
    expect(found.lists.map(({ name }) => name)).toEqual(["Picked by hand"]);
    await membershipsApi.remove(list.listId, contacts);
    expect((await membershipsApi.getPage(list.listId)).results).toEqual([]);
    expect((await listsApi.getById(list.listId)).list.processingType).toBe("MANUAL");
  });
});

describe("a card's call", () => {
  const isSigned = ({ method, target, headers, body }: Heard) =>
    Signature.isValid({
      signatureVersion: "v3",
      clientSecret: sandbox.account.client_secret,
      method,
      // HubSpot signs the address with these characters decoded.
      url: decodeURIComponent(`${backend.origin}${target}`),
      requestBody: body,
      signature: String(headers["x-hubspot-signature-v3"]),
      timestamp: Number(headers["x-hubspot-request-timestamp"]),
    });

  test("carries the signature that HubSpot's own client checks, and names the user", async () => {
    const answer = await sandbox.cardFetch({
      url: `${backend.origin}/card?contactId=7`,
      method: "POST",
      body: { name: "Zoë" },
    });
    expect(answer).toMatchObject({ status: 200, body: { said: "yes" } });
    const [heard] = backend.heard.splice(0);
    if (!heard) throw new Error("nothing was heard");
    expect(isSigned(heard)).toBe(true);
    expect(isSigned({ ...heard, body: heard.body.replace("Z", "z") })).toBe(false);
    expect(isSigned({ ...heard, target: heard.target.replace("7", "8") })).toBe(false);
    const query = new URL(heard.target, backend.origin).searchParams;
    expect(query.get("portalId")).toBe(sandbox.portal);
    expect(query.get("appId")).toBe(String(sandbox.account.app_id));
    expect(JSON.parse(heard.body)).toEqual({ name: "Zoë" });
  });

  test("is repeated once after a 5xx, and reaches permitted addresses only", async () => {
    backend.statuses.push(503);
    const answer = await sandbox.cardFetch({ url: `${backend.origin}/card`, method: "GET" });
    expect(answer).toMatchObject({ status: 200, body: { said: "yes" } });
    expect(backend.heard.splice(0)).toHaveLength(2);
    const elsewhere = await sandbox
      .cardFetch({ url: "http://127.0.0.1:1/card", method: "GET" })
      .catch((refusal) => refusal);
    expect(JSON.stringify(elsewhere)).not.toContain("yes");
    expect(backend.heard).toEqual([]);
  });
});

describe("limits", () => {
  test("the client's own retry waits out a rolling limit, and a search's", async () => {
    await sandbox.faults(
      [{ route: "GET /crm/objects/{v}/contacts", times: 1 }, { status: 429 }],
      [
        { route: "POST /crm/objects/{v}/contacts/search", times: 1 },
        { status: 429, body: SECONDLY },
      ],
      [{ route: "GET /crm/properties/{v}/contacts", times: 1 }, { status: 502 }],
    );
    const before = await sandbox.stats();
    const patient = new Client({
      accessToken: sandbox.account.access_token,
      basePath: sandbox.url,
      numberOfApiCallRetries: 3,
    });
    const [page, found, properties] = await Promise.all([
      patient.crm.contacts.basicApi.getPage(1),
      patient.crm.contacts.searchApi.doSearch({ limit: 1 }),
      patient.crm.properties.coreApi.getAll("contacts"),
    ]);
    expect(page.results).toHaveLength(1);
    expect(found.results).toHaveLength(1);
    expect(properties.results.length).toBeGreaterThan(0);
    const after = await sandbox.stats();
    expect(after.http_429 - before.http_429).toBe(2);
    expect(after.calls - before.calls).toBe(6);
  });

  test("111 calls at once are one too many", async () => {
    const tokens = { accessToken: sandbox.account.access_token };
    const call = () =>
      fetch(`${sandbox.url}/crm/v3/objects/contacts?limit=1`, {
        headers: { authorization: `Bearer ${tokens.accessToken}` },
      });
    const answers = await Promise.all(Array.from({ length: 111 }, call));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(await refused[0]?.json()).toMatchObject({
      errorType: "RATE_LIMIT",
      policyName: "TEN_SECONDLY_ROLLING",
    });
    expect(refused[0]?.headers.get("x-hubspot-ratelimit-max")).toBe("110");
  });
});
