/**
 * Answers of the API to build stories from.
 */
import type { Campaign, Counts, Run, Session, Sync } from "../api/types";

export const session: Session = {
  portal: { id: 4488, domain: "northwind.example", connection: "connected" },
  user: { id: 7, email: "dana@northwind.example" },
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
  referrers: 1200,
  createdAt: "2027-01-10T08:00:00Z",
};

export const springSync: Sync = {
  id: 3,
  campaignId: 1,
  ongoing: false,
  outbound: [{ field: "referralLink", property: "goodword_referral_link", mode: "always" }],
  inbound: [{ property: "email", field: "email" }],
  nextRunAt: null,
};

const noCounts: Counts = { seen: 0, linked: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 };

export function run({
  counts,
  ...rest
}: Partial<Omit<Run, "counts">> & { counts?: Partial<Counts> }): Run {
  return {
    id: 9,
    syncId: 3,
    state: "reading",
    waitingFor: null,
    problem: null,
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
