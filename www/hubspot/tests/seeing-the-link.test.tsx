import {
  Alert,
  Button,
  Link,
  LoadingSpinner,
  Select,
  Statistics,
  StatusTag,
  Tag,
  Tooltip,
} from "@hubspot/ui-extensions";
import { describe, expect, it } from "vitest";
import { autumn, enrolled, ORIGIN, partners, referrerIn, spring, winter } from "./support/answers";
import { eventually, inTime, openRecord } from "./support/open";
import { ok, useProxy } from "./support/proxy";

const proxy = useProxy();

describe("somebody in sales opens the record of a contact who shares a link", () => {
  it("sees a spinner at once, then the link and its results, from one request", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring)])));
    const record = openRecord();
    expect(record.renderer.find(LoadingSpinner).props.label).toBe("Loading referrals");

    await record.sees("Spring");
    expect(record.renderer.find(Link).props.href).toEqual({
      url: `${ORIGIN}/r/CODE1`,
      external: true,
    });
    expect(record.read()).toMatch(/People referred\n12\nSuccessful referrals\n3/);
    expect(record.renderer.find(StatusTag).text).toBe("Live");
    expect(record.read()).toMatch(/Last synced\n3 minutes ago/);
    expect(proxy.calls).toEqual([
      { url: `${ORIGIN}/card/contact?contactId=123`, method: "GET", timeout: 8_000 },
    ]);
  });

  it("copies the whole link, and the button confirms it for a moment", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring)])));
    const record = openRecord();
    await record.sees("Copy link");

    record.click("Copy link");
    await record.sees("Copied");
    expect(record.actions.copyTextToClipboard.calls).toEqual([[`${ORIGIN}/r/CODE1`]]);
    await inTime(500, () => expect(record.offers("Copy link")).toBe(true));
  });

  it("sees what to do if the browser refuses to copy", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring)])));
    const record = openRecord();
    record.actions.copyTextToClipboard.willCall(() => Promise.reject(new Error("denied")));
    await record.sees("Copy link");

    record.click("Copy link");
    await eventually(() => expect(record.actions.addAlert.callCount).toBe(1));
    expect(record.actions.addAlert.calls[0]?.[0]).toMatchObject({
      type: "danger",
      message: expect.stringContaining("copy it from the address bar"),
    });
    expect(record.offers("Copied")).toBe(false);
  });

  it("reads numbers and times in the format of her country, and the exact time in a tooltip", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring, { peopleReferred: 1204 })])));
    const record = openRecord({ locale: "de-de" });
    await record.sees("vor 3 Minuten");

    expect(record.read()).toContain("1.204");
    const tooltip = record.renderer.find(Tag).props.overlay?.find(Tooltip);
    expect(tooltip?.text).toContain("10. März 2026");
  });

  it("sees the age of the last sync grow while the record stays open", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring)])));
    const record = openRecord();
    await record.sees("3 minutes ago");
    await inTime(60_000, () => expect(record.read()).toMatch(/[4-9] minutes ago/));
  });

  it.each([
    ["2026-03-10T12:00:30Z", "now"],
    ["2026-03-10T11:59:15Z", "now"],
    ["2026-03-10T10:59:59Z", "1 hour ago"],
    ["2026-03-09T11:00:00Z", "yesterday"],
    ["2026-01-05T11:00:00Z", "2 months ago"],
    ["2024-03-01T11:00:00Z", "2 years ago"],
  ])("reads a last sync at %s as %s", async (lastSyncedAt, shown) => {
    proxy.willReply(ok(enrolled([referrerIn(spring, { lastSyncedAt })])));
    const record = openRecord();
    await record.sees("Last synced");
    expect(record.renderer.find(Tag).text).toBe(shown);
  });

  it("understands a locale with an underscore", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring)])));
    await openRecord({ locale: "de_DE" }).sees("vor 3 Minuten");
  });

  it("falls back to the browser's language if HubSpot's locale is invalid", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring)])));
    const record = openRecord({ locale: "not a locale" });
    await record.sees("Last synced");
  });

  it("can refresh the results, and sees that the refresh is running", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring)])));
    const record = openRecord();
    await record.sees("12");

    record.click("Refresh");
    await record.sees("Refreshing");
    expect(record.button("Refreshing").props.disabled).toBe(true);
    expect(record.read()).toContain("12");
  });

  it("sees the new results after refreshing", async () => {
    proxy.willReply(
      ok(enrolled([referrerIn(spring)])),
      ok(enrolled([referrerIn(spring, { peopleReferred: 77 })])),
    );
    const record = openRecord();
    await record.sees("12");
    record.click("Refresh");
    await record.sees("77");
    expect(record.button("Refresh").props.disabled).toBe(false);
  });
});

describe("the state of a link", () => {
  it("says that the link of a contact that left waits for a decision", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring, { awaitsDecision: true })])));
    const record = openRecord();
    await record.sees("This link waits for a decision");
    expect(record.renderer.find(Alert).props.variant).toBe("warning");
    expect(record.offers("Copy link")).toBe(true);
  });

  it("says that a paused link counts nothing", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring, { linkStatus: "paused" })])));
    const record = openRecord();
    await record.sees("Paused");
    expect(record.renderer.find(StatusTag).props.variant).toBe("warning");
    expect(record.read()).toContain("until the link is resumed");
    expect(record.button("Copy link").props.disabled).toBe(false);
  });

  it("does not let a revoked link be copied", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring, { linkStatus: "revoked" })])));
    const record = openRecord();
    await record.sees("Revoked");
    expect(record.read()).toContain("no longer works");
    expect(record.button("Copy link").props.disabled).toBe(true);
  });

  it("says that the first sync is still to come", async () => {
    const fresh = referrerIn(spring, { syncState: "waiting", lastSyncedAt: null });
    proxy.willReply(ok(enrolled([fresh])));
    const record = openRecord();
    await record.sees("Waiting for the first sync to HubSpot.");
    expect(record.read()).not.toContain("Last synced");
  });

  it("says that newer results are not in HubSpot yet", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring, { syncState: "waiting" })])));
    const record = openRecord();
    await record.sees("Newer results are on their way");
    expect(record.read()).toContain("3 minutes ago");
  });

  it("shows why a sync failed, and what happens next", async () => {
    const failed = referrerIn(spring, {
      syncState: "failed",
      syncProblem: "A property was archived.",
    });
    proxy.willReply(ok(enrolled([failed])));
    const record = openRecord();
    await record.sees("The last sync of this contact failed");
    expect(record.renderer.find(Alert).text).toMatch(/A property was archived\..*tries again/);
  });
});

describe("a contact in several campaigns", () => {
  it("has one block for each", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring), referrerIn(partners)])));
    const record = openRecord();
    await record.sees("Partners");
    expect(record.renderer.findAll(Link)).toHaveLength(2);
    expect(record.renderer.maybeFind(Select)).toBeNull();
  });

  it("shows one of many at a time, chosen by the viewer", async () => {
    const many = [spring, partners, autumn, winter];
    proxy.willReply(ok(enrolled(many.map((campaign) => referrerIn(campaign)))));
    const record = openRecord();
    await record.sees("Campaign");
    expect(record.renderer.findAll(Link)).toHaveLength(1);
    expect(record.read()).toContain("/r/CODE1");

    record.renderer.find(Select).props.onChange?.(winter.id);
    await record.sees("/r/CODE4");
    expect(record.read()).not.toContain("/r/CODE1");
  });
});

describe("the sidebar", () => {
  it("has room for one campaign at a time", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring), referrerIn(partners)])));
    const record = openRecord({ layout: "sidebar" });
    await record.sees("/r/CODE1");
    expect(record.read()).not.toContain("/r/CODE2");
    record.renderer.find(Select).props.onChange?.(partners.id);
    await record.sees("/r/CODE2");
  });

  it("shows the same facts in less space", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring)])));
    const record = openRecord({ layout: "sidebar" });
    await record.sees("Spring");
    expect(record.read()).toMatch(/People referred\n12\nSuccessful referrals\n3/);
    expect(record.read()).toMatch(/Last synced\n3 minutes ago/);
    expect(record.renderer.maybeFind(Statistics)).toBeNull();
    expect(record.renderer.find(Button).text).toContain("Copy link");
  });
});
