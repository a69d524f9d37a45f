/**
 * Answers of the API to build stories from.
 */
import type {
  Campaign,
  Counts,
  Day,
  Referrer,
  ReferrerLine,
  Run,
  Session,
  Sync,
} from "../api/types";

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

export const anaLine: ReferrerLine = {
  campaignId: 1,
  contactId: "501",
  firstName: "Ana",
  lastName: "Silva",
  email: "ana@contoso.example",
  code: "K7Q2M9XW",
  link: "https://go.northwind.example/r/K7Q2M9XW",
  linkStatus: "live",
  peopleReferred: 12,
  successfulReferrals: 3,
  syncProblem: null,
  joinedAt: "2027-02-01T08:00:00Z",
};

export const ana: Referrer = {
  contactId: "501",
  campaign: { id: 1, name: "Spring" },
  firstName: "Ana",
  lastName: "Silva",
  email: "ana@contoso.example",
  code: "K7Q2M9XW",
  link: "https://go.northwind.example/r/K7Q2M9XW",
  qrUrl: "/qr/K7Q2M9XW.svg",
  linkStatus: "live",
  peopleReferred: 12,
  successfulReferrals: 3,
  joinedAt: "2027-02-01T08:00:00Z",
  lastSyncedAt: "2027-03-01T08:00:00Z",
  syncState: "synced",
  syncProblem: null,
  history: [{ at: "2027-02-01T08:00:00Z", kind: "joined", detail: null }],
};

/** Thirty days; only the last one saw anything. */
export const activity: { items: Day[] } = {
  items: Array.from({ length: 30 }, (_, index) => ({
    day: new Date(Date.UTC(2027, 1, index)).toISOString().slice(0, 10),
    joined: 0,
    clicks: index === 29 ? 14 : 0,
    peopleReferred: index === 29 ? 2 : 0,
    successfulReferrals: 0,
  })),
};

/** An account with one campaign, not synced yet. */
export const account = {
  "GET /api/session": session,
  "GET /api/campaigns": { items: [spring] },
  "GET /api/campaigns/1/activity?days=30": activity,
  "GET /api/syncs": { items: [] },
};

/** The same, with its contacts synced once. */
export const syncedAccount = {
  ...account,
  "GET /api/syncs": { items: [springSync] },
};
