/**
 * Answers of the API to build stories from.
 */
import type {
  AudienceCount,
  Campaign,
  Catalogue,
  Counts,
  Day,
  Preview,
  Property,
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
  clicks: 4310,
  peopleReferred: 85,
  successfulReferrals: 31,
  createdAt: "2027-01-10T08:00:00Z",
  machineVisits: [],
  terms: { leadsTo: "destination", existingCustomersCount: false, rules: [], referredBy: [] },
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
    kvWrites: 0,
    rowsWritten: 0,
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
  clicks: 140,
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
  clicks: 140,
  peopleReferred: 12,
  successfulReferrals: 3,
  joinedAt: "2027-02-01T08:00:00Z",
  lastSyncedAt: "2027-03-01T08:00:00Z",
  syncState: "synced",
  syncProblem: null,
  history: [
    { at: "2027-02-01T08:00:00Z", kind: "joined", detail: null, person: null, referralId: null },
  ],
};

/** Thirty days; only the last one saw anything. */
export const activity: { items: Day[] } = {
  items: Array.from({ length: 30 }, (_, index) => ({
    day: new Date(Date.UTC(2027, 1, index)).toISOString().slice(0, 10),
    joined: 0,
    clicks: index === 29 ? 14 : 0,
    machineVisits: index === 29 ? 5 : 0,
    repeatedVisits: 0,
    peopleReferred: index === 29 ? 2 : 0,
    successfulReferrals: 0,
  })),
};

const property = (name: string, label: string, part: Partial<Property> = {}): Property => ({
  name,
  label,
  group: "contactinformation",
  type: "string",
  writable: true,
  own: false,
  takes: ["text"],
  ...part,
});

/** HubSpot before anything was made in it for Goodword, but for one property made by hand. */
export const catalogue: Catalogue = {
  properties: [
    property("firstname", "First name"),
    property("lastname", "Last name"),
    property("email", "Email"),
    property("birthday", "Birthday", { type: "date", takes: ["date"] }),
    property("createdate", "Create date", { type: "datetime", writable: false, takes: [] }),
    property("their_link", "Their link"),
    property("score", "Score", { type: "number", takes: ["number"] }),
  ],
  lists: [
    { id: "12", name: "Customers", kind: "active", size: 1200 },
    { id: "15", name: "Event guests", kind: "static", size: 80 },
  ],
  listsProblem: null,
  problem: null,
  refreshing: false,
  fetchedAt: "2027-03-01T08:59:00Z",
};

/** The same, with Goodword's own properties made. */
export const ownCatalogue: Catalogue = {
  ...catalogue,
  properties: [
    ...catalogue.properties,
    property("goodword_referral_link", "Referral link", { own: true }),
    property("goodword_people_referred", "People referred", {
      own: true,
      type: "number",
      takes: ["number"],
    }),
  ],
};

const counted: AudienceCount = {
  id: 1,
  state: "counted",
  waitingFor: null,
  found: { atMost: 1200, count: 1150 },
  problem: null,
};

const previewed: Preview = {
  id: 2,
  state: "ready",
  waitingFor: null,
  found: {
    contacts: [
      {
        contactId: "501",
        values: { firstName: "Ana", lastName: null, email: "ana@contoso.example" },
      },
    ],
  },
  problem: null,
};

/** What the wizard asks on its way. */
export const wizard = {
  "GET /api/hubspot/catalogue": catalogue,
  "POST /api/audience-counts": {
    ...counted,
    state: "counting",
    found: { ...counted.found, count: null },
  },
  "GET /api/audience-counts/1": counted,
  "POST /api/previews": previewed,
  "GET /api/previews/2": previewed,
};

/** An account with one campaign, not synced yet. */
export const account = {
  "GET /api/session": session,
  "GET /api/campaigns": { items: [spring] },
  "GET /api/campaigns/1/activity?days=30": activity,
  "GET /api/runs/9/rate": { items: [] },
  "GET /api/syncs": { items: [] },
  "GET /api/hubspot/catalogue": catalogue,
};

/** The same, with its contacts synced once. */
export const syncedAccount = {
  ...account,
  "GET /api/syncs": { items: [springSync] },
};
