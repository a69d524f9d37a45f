import {
  Accordion,
  BarChart,
  Link,
  StatusTag,
  Table,
  TableRow,
  Text,
} from "@hubspot/ui-extensions";
import { describe, expect, it } from "vitest";
import type { Standing } from "../src/app/cards/referrals/answer";
import {
  enrolled,
  noCampaign,
  notEnrolled,
  partners,
  RECORD_URL,
  referral,
  referredBy,
  referrerIn,
  resultsIn,
  spring,
} from "./support/answers";
import { openRecord, textsOf } from "./support/open";
import { ok, useProxy } from "./support/proxy";

const proxy = useProxy();

const springWith = (...results: ReturnType<typeof resultsIn>[]) => ({
  ...enrolled([referrerIn(spring)]),
  results,
});

describe("the people whom the contact referred", () => {
  it("are in a table on the tab: person, status, time, with links to their records", async () => {
    const people = [
      referral(2, { person: "Ada Byron", contactId: "501", status: "qualified" }),
      referral(1, { person: "new@example.com", at: "2026-03-09T11:00:00Z" }),
    ];
    proxy.willReply(ok(springWith(resultsIn(spring, people))));
    const record = openRecord();
    await record.sees("Latest referrals");
    const [, ...rows] = record.renderer.findAll(TableRow).map((row) => textsOf(row));
    expect(rows).toEqual([
      ["Ada Byron", "Successful", "1 hour ago"],
      ["new@example.com", "Pending", "yesterday"],
    ]);
    const known = record.renderer.find(Link, (node) => node.text === "Ada Byron");
    expect(known.props.href).toBe(`${RECORD_URL}501`);
    expect(record.read()).not.toContain("The latest");
  });

  it("are three lines in the sidebar, with the total", async () => {
    const people = [5, 4, 3, 2, 1].map((id) => referral(id));
    proxy.willReply(ok(springWith(resultsIn(spring, people, { total: 12 }))));
    const record = openRecord({ layout: "sidebar" });
    await record.sees("Person 5");
    expect(record.renderer.maybeFind(Table)).toBeNull();
    expect(record.read()).toContain("Person 3");
    expect(record.read()).not.toContain("Person 2");
    expect(record.read()).toContain("The latest 3 of 12");
  });

  it("may be too many to count", async () => {
    const people = [referral(1)];
    const many = { total: 100, totalIsLeast: true };
    proxy.willReply(ok(springWith(resultsIn(spring, people, many))));
    const record = openRecord();
    await record.sees("The latest 1 of more than 100");
  });

  it("may be nobody yet", async () => {
    proxy.willReply(ok(springWith(resultsIn(spring, []))));
    const record = openRecord();
    await record.sees("Nobody yet. Share the link");
    expect(record.renderer.maybeFind(Table)).toBeNull();
  });

  it("may have no name and no address left", async () => {
    const people = [referral(2, { person: null, contactId: "501" }), referral(1, { person: null })];
    proxy.willReply(ok(springWith(resultsIn(spring, people))));
    const record = openRecord();
    await record.sees("Contact 501");
    expect(record.read()).toContain("Unknown");
  });

  it.each<[string, Partial<Standing>, string, string | null]>([
    ["pending", { status: "pending" }, "Pending", null],
    ["successful", { status: "qualified" }, "Successful", null],
    [
      "not counted",
      { status: "rejected", notCounted: "alreadyReferred" },
      "Not counted",
      "Referred by somebody else",
    ],
    ["rejected", { status: "rejected", byHand: true }, "Rejected", "Rejected by a person"],
    [
      "undone by a rule",
      { status: "reversed" },
      "Reversed",
      "The reason for its success was undone",
    ],
    [
      "taken back",
      { status: "reversed", byHand: true },
      "Reversed",
      "Success taken back by a person",
    ],
    [
      "not counted for a reason that the card does not know yet",
      { status: "rejected", notCounted: "somethingNew" },
      "Not counted",
      null,
    ],
  ])(
    "shows the status and the reason of a referral that is %s",
    async (_, standing, label, reason) => {
      const people = [referral(1, standing)];
      proxy.willReply(
        ok(springWith(resultsIn(spring, people))),
        ok(springWith(resultsIn(spring, people))),
      );
      for (const layout of ["tab", "sidebar"] as const) {
        const record = openRecord({ layout });
        await record.sees("Person 1");
        const tags = record.renderer.findAll(StatusTag).map((tag) => tag.text);
        expect(tags).toEqual(["Live", label]);
        const small = record.renderer
          .findAll(Text, { variant: "microcopy" })
          .map((node) => node.text)
          .join("\n");
        expect(small.includes(reason ?? "·")).toBe(reason !== null);
      }
    },
  );
});

describe("the last weeks", () => {
  const weeks = {
    since: "2025-12-22",
    peopleReferred: [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 4],
    successfulReferrals: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  };

  it("are a small chart on the tab, with two bars a week", async () => {
    proxy.willReply(ok(springWith(resultsIn(spring, [], { weeks }))));
    const record = openRecord({ locale: "en-gb" });
    await record.sees("Last 12 weeks");
    const chart = record.renderer.find(BarChart);
    const rows = Array.isArray(chart.props.data) ? chart.props.data : chart.props.data.data;
    expect(rows).toHaveLength(24);
    expect(rows[0]).toEqual({ week: "22 Dec", count: 0, kind: "People referred" });
    expect(rows[11]).toEqual({ week: "9 Mar", count: 4, kind: "People referred" });
    expect(rows[23]).toEqual({ week: "9 Mar", count: 1, kind: "Successful referrals" });
    expect(record.renderer.find(Accordion).props.defaultOpen).toBe(true);
  });

  it("are folded if there are several campaigns", async () => {
    const results = [spring, partners].map((campaign) => resultsIn(campaign, [], { weeks }));
    const both = enrolled([referrerIn(spring), referrerIn(partners)]);
    proxy.willReply(ok({ ...both, results }));
    const record = openRecord();
    await record.sees("Partners");
    const folds = record.renderer.findAll(Accordion).map((node) => node.props.defaultOpen);
    expect(folds).toEqual([false, false]);
  });

  it("are left out if they are empty, and in the sidebar", async () => {
    proxy.willReply(
      ok(springWith(resultsIn(spring, []))),
      ok(springWith(resultsIn(spring, [], { weeks }))),
    );
    for (const layout of ["tab", "sidebar"] as const) {
      const record = openRecord({ layout });
      await record.sees("Nobody yet");
      expect(record.renderer.maybeFind(BarChart)).toBeNull();
    }
  });
});

describe("the contact's referrers", () => {
  it.each([
    ["in a campaign", enrolled([referrerIn(spring)])],
    ["in no campaign yet", notEnrolled(spring)],
    ["without a campaign to join", noCampaign],
  ])("are shown for a contact %s", async (_, answer) => {
    const by = referredBy(partners, { status: "qualified" });
    proxy.willReply(ok({ ...answer, referredBy: [by] }));
    const record = openRecord({ layout: "sidebar" });
    await record.sees("Ana Lopez");
    const line = record.renderer.find(Text, (node) =>
      textsOf(node).join("").startsWith("Referred by"),
    );
    expect(textsOf(line).join("")).toBe("Referred by Ana Lopez in Partners");
    expect(line.find(Link).props.href).toBe(`${RECORD_URL}77`);
    expect(record.renderer.findAll(StatusTag)[0]?.text).toBe("Successful");
    expect(record.read()).toContain("3 days ago");
  });

  it("may be several, and one may have no known name", async () => {
    const lines = [
      referredBy(spring),
      referredBy(partners, {
        referrerId: "78",
        referrerName: null,
        status: "rejected",
        notCounted: "burst",
      }),
    ];
    proxy.willReply(ok({ ...noCampaign, referredBy: lines, recordUrl: null }));
    const record = openRecord();
    await record.sees("Contact 78");
    expect(record.read()).toContain("3 days ago · Came in a flood");
    expect(record.renderer.maybeFind(Link)).toBeNull();
  });
});

describe("sharing", () => {
  const share = {
    email: "mailto:?subject=Spring&body=Look",
    whatsapp: "https://wa.me/?text=Look",
    sms: "sms:?&body=Look",
    x: "javascript:alert(1)",
    pigeon: "https://pigeon.example.com/",
  };

  it("is offered by each service that the backend sends and the card knows", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring, { share })])));
    const record = openRecord();
    await record.sees("Share");
    const [, ...ways] = record.renderer.findAll(Link).map(({ text, props }) => [text, props.href]);
    expect(ways).toEqual([
      ["E-mail", share.email],
      ["WhatsApp", { url: share.whatsapp, external: true }],
      ["SMS", share.sms],
    ]);
  });

  it("is not offered for a revoked link", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring, { share, linkStatus: "revoked" })])));
    const record = openRecord();
    await record.sees("Revoked");
    expect(record.read()).not.toContain("WhatsApp");
  });
});

describe("a backend that is older than the card", () => {
  it("is understood without the fields that it does not send", async () => {
    const { status, contactId, referrers, campaigns } = enrolled([referrerIn(spring)]);
    proxy.willReply(ok({ status, contactId, referrers, campaigns }));
    const record = openRecord();
    await record.sees("Copy link");
    expect(record.read()).not.toContain("Latest referrals");
    expect(record.offers("Add a referral")).toBe(false);
  });
});
