/**
 * Answers of the API to build stories from.
 */
import type { Campaign, Counts, Run, Session, Sync } from "../api/types";

export const session: Session = {
  portal: {
    id: 4488,
    domain: "northwind.example",
    connection: "connected",
    recordUrl: "https://app.hubspot.example/contacts/4488/record/0-1/",
    listsGranted: true,
  },
  user: { id: 7, email: "dana@northwind.example" },
  accounts: [{ id: 4488, domain: "northwind.example", userEmail: "dana@northwind.example" }],
};

export const lostSession: Session = {
  ...session,
  portal: { ...session.portal, connection: "disconnected" },
};

export const spring: Campaign = {
  id: 1,
  name: "Spring",
  destination: "https://www.northwind.example/spring",
  status: "live",
  attributionWindowDays: 90,
  shareMessage: "",
  referrers: 1200,
  peopleReferred: 85,
  successfulReferrals: 31,
  createdAt: "2027-01-10T08:00:00Z",
};

export const springSync: Sync = {
  id: 3,
  campaignId: 1,
  ongoing: false,
  audience: { lists: null, excludedLists: [] },
  onLeaving: "keep",
  outbound: [{ field: "referralLink", property: "goodword_referral_link", mode: "always" }],
  inbound: [{ property: "email", field: "email" }],
  nextRunAt: null,
  createdAt: "2027-02-01T08:00:00Z",
  lastRun: null,
};

const noCounts: Counts = { seen: 0, linked: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 };

export function run({
  counts,
  ...rest
}: Partial<Omit<Run, "counts">> & { counts?: Partial<Counts> }): Run {
  return {
    id: 9,
    syncId: 3,
    kind: "full",
    state: "reading",
    waitingFor: null,
    problem: null,
    expected: null,
    perMinute: null,
    secondsLeft: null,
    counts: { ...noCounts, ...counts },
    startedAt: "2027-03-01T08:58:00Z",
    finishedAt: null,
    hubspotCalls: 12,
    ...rest,
  };
}

/** An account with one campaign, not synced yet. */
export const account = {
  "GET /api/session": session,
  "GET /api/campaigns": { items: [spring] },
  "GET /api/syncs": { items: [] },
};

/** The same, with its contacts synced once. */
export const syncedAccount = {
  ...account,
  "GET /api/syncs": { items: [springSync] },
};
