import { Alert, ErrorState, Link } from "@hubspot/ui-extensions";
import { describe, expect, it, vi } from "vitest";
import { disconnected, enrolled, ORIGIN, referrerIn, spring } from "./support/answers";
import { eventually, openRecord } from "./support/open";
import { backendAnswered, ok, plain, silence, throws, useProxy } from "./support/proxy";

const good = ok(enrolled([referrerIn(spring)]));
const problem = {
  type: "about:blank",
  title: "Unauthorized",
  status: 401,
  detail: "Signature is stale.",
};
const timedOut = {
  status: "error",
  category: "GATEWAY_TIMEOUT",
  message: "Gateway took too long to respond",
};
const notPermitted = {
  status: "error",
  category: "VALIDATION_ERROR",
  message: "URL is not permitted",
};
const nobodyThere = {
  status: "error",
  category: "INTERNAL_SERVER_ERROR",
  message: "Network error",
};
const limited = {
  status: "error",
  category: "RATE_LIMITS",
  message: "Too many concurrent requests",
};

const proxy = useProxy();

describe("a first request that fails shows what happened and what to do, and can be retried", () => {
  it.each([
    [
      "the backend refused, in HubSpot's envelope",
      backendAnswered(401, problem),
      "Signature is stale.",
      "client secret",
    ],
    [
      "the envelope carries the problem as text",
      backendAnswered(403, JSON.stringify(problem)),
      "Signature is stale.",
      "client secret",
    ],
    [
      "the backend refused, as it is",
      plain(401, JSON.stringify(problem)),
      "Signature is stale.",
      "client secret",
    ],
    [
      "the contact is not known",
      backendAnswered(404),
      "refused the request (404)",
      "Reload the page",
    ],
    ["the backend failed", backendAnswered(503), "with an error (503)", "in a few minutes"],
    ["the backend failed, as it is", plain(500, "oops"), "with an error (500)", "in a few minutes"],
    ["the backend redirected", backendAnswered(302), "with an error (302)", "in a few minutes"],
    ["the backend timed out", backendAnswered(504), "No answer came", "in a moment"],
    ["the backend limits", backendAnswered(429), "than are allowed", "Wait a few seconds"],
    [
      "HubSpot's proxy timed out",
      plain(504, JSON.stringify(timedOut)),
      "No answer came",
      "in a moment",
    ],
    ["HubSpot's proxy timed out under HTTP 200", ok(timedOut), "No answer came", "in a moment"],
    [
      "the call was ended at its time-out",
      throws(new Error("Request timed out")),
      "No answer came",
      "in a moment",
    ],
    [
      "the call was rejected with HubSpot's answer",
      throws({ status: 504, responseJSON: timedOut }),
      "No answer came",
      "in a moment",
    ],
    [
      "the network failed",
      throws(new TypeError("Failed to fetch")),
      "before an answer came",
      "internet connection",
    ],
    ["something unknown was thrown", throws("?"), "before an answer came", "internet connection"],
    [
      "too many cards asked at once",
      plain(429, JSON.stringify(limited)),
      "than are allowed",
      "Wait a few seconds",
    ],
    [
      "too many cards asked at once, under HTTP 200",
      ok(limited),
      "than are allowed",
      "Wait a few seconds",
    ],
    [
      "HubSpot refused the call itself",
      plain(400, JSON.stringify(notPermitted)),
      "HubSpot said: URL is not permitted.",
      "permitted addresses",
    ],
    [
      "HubSpot refused the call itself, under HTTP 200",
      ok(notPermitted),
      "HubSpot said: URL is not permitted.",
      "permitted addresses",
    ],
    [
      "HubSpot found nobody there",
      plain(500, JSON.stringify(nobodyThere)),
      "got no answer from Goodword's",
      "in a few minutes",
    ],
    [
      "the answer is a web page",
      plain(200, "<html>"),
      "not in the expected form.",
      "Reload the page",
    ],
    [
      "the answer lacks a field",
      ok({ ...enrolled([]), campaigns: undefined }),
      'at "campaigns"',
      "Reload the page",
    ],
    [
      "the answer is about someone else",
      ok({ ...enrolled([]), contactId: "124" }),
      'at "contactId"',
      "Reload the page",
    ],
    [
      "a link would run script",
      ok(enrolled([referrerIn(spring, { link: "javascript:alert(1)" })])),
      "referrers.0.link",
      "Reload the page",
    ],
    [
      "a count is negative",
      ok(enrolled([referrerIn(spring, { peopleReferred: -1 })])),
      "peopleReferred",
      "Reload the page",
    ],
    [
      "a moment is none",
      ok(enrolled([referrerIn(spring, { lastSyncedAt: "soon" })])),
      "lastSyncedAt",
      "Reload the page",
    ],
  ])("%s", async (_, reply, reason, remedy) => {
    proxy.willReply(reply, good);
    const record = openRecord();
    await eventually(() => record.renderer.find(ErrorState));
    expect(record.read()).toContain(reason);
    expect(record.read()).toContain(remedy);

    record.click("Try again");
    await record.sees("/r/CODE1");
    expect(record.renderer.maybeFind(ErrorState)).toBeNull();
  });

  it("shows an error if the proxy never answers", async () => {
    proxy.willReply(silence);
    const record = openRecord();
    await eventually(() => expect(proxy.calls).toHaveLength(1));
    vi.advanceTimersByTime(10_000);
    await record.sees("Goodword took too long to answer");
  });

  it("fits the sidebar", async () => {
    proxy.willReply(backendAnswered(500), good);
    const record = openRecord({ layout: "sidebar" });
    await eventually(() => record.renderer.find(Alert));
    expect(record.renderer.maybeFind(ErrorState)).toBeNull();
    record.click("Try again");
    await record.sees("/r/CODE1");
  });
});

describe("an answer in HubSpot's success envelope", () => {
  it("is accepted", async () => {
    const responseBody = enrolled([referrerIn(spring)]);
    proxy.willReply(ok({ status: "success", responseBody, context: {} }));
    await openRecord().sees("/r/CODE1");
  });
});

describe("a backend newer than the card", () => {
  it("may send fields that the card does not know", async () => {
    const referrer = { ...referrerIn(spring), clicks: 9 };
    proxy.willReply(ok({ ...enrolled([referrer]), rewards: [] }));
    await openRecord().sees("/r/CODE1");
  });
});

describe("a refresh that fails", () => {
  it("keeps the last results and says that they are old", async () => {
    proxy.willReply(good, throws(new TypeError("Failed to fetch")), good);
    const record = openRecord();
    await record.sees("/r/CODE1");
    record.click("Refresh");
    await record.sees("Goodword could not be reached");
    expect(record.read()).toContain("/r/CODE1");

    record.click("Try again");
    await eventually(() => expect(record.renderer.maybeFind(Alert)).toBeNull());
  });
});

describe("an upload without its profile", () => {
  it.each([null, "", "goodword.example.com", "ftp://goodword.example.com"])(
    "with apiOrigin %j asks nobody and says who can mend it",
    async (apiOrigin) => {
      const record = openRecord({ apiOrigin });
      await record.sees("not set up completely");
      expect(record.read()).toContain("upload the app again with its profile");
      expect(record.offers("Try again")).toBe(false);
      expect(proxy.calls).toEqual([]);
    },
  );

  it("accepts an origin with a slash at its end", async () => {
    proxy.willReply(good);
    const record = openRecord({ apiOrigin: `${ORIGIN}/` });
    await record.sees("/r/CODE1");
    expect(proxy.calls[0]?.url).toBe(`${ORIGIN}/card/contact?contactId=123`);
  });
});

describe("an account that Goodword lost its access to", () => {
  it("keeps its links, and shows that results are not written and where to connect again", async () => {
    proxy.willReply(ok(disconnected(referrerIn(spring))));
    const record = openRecord();
    await record.sees("Goodword is disconnected from HubSpot");
    expect(record.read()).toContain("Links keep working");
    expect(record.read()).toContain("/r/CODE1");
    expect(record.renderer.find(Alert).find(Link).props.href).toEqual({
      url: `${ORIGIN}/hubspot/oauth/start`,
      external: true,
    });
  });

  it("shows neither links nor campaigns if there are none", async () => {
    proxy.willReply(ok(disconnected()));
    const record = openRecord();
    await record.sees("Ask an admin to connect Goodword again");
    expect(record.offers("Add to")).toBe(false);
    expect(record.offers("Refresh")).toBe(true);
  });
});
