/** Answers of the API that stories are built from. */
import type {
  AudienceCount,
  Campaign,
  Catalogue,
  Counts,
  Day,
  LinkDomain,
  Preview,
  Property,
  Referral,
  ReferralPage,
  Referrer,
  ReferrerLine,
  Run,
  Session,
  Sync,
} from "../data/types";

export const session: Session = {
  portal: {
    id: 4488,
    domain: "northwind.example",
    connection: "connected",
    denied: null,
    recordUrl: "https://app.hubspot.example/contacts/4488/record/0-1/",
    listsGranted: true,
    dealsGranted: false,
  },
  user: { id: 7, email: "dana@northwind.example" },
  accounts: [{ id: 4488, domain: "northwind.example", userEmail: "dana@northwind.example" }],
};

export const lostSession: Session = {
  ...session,
  portal: { ...session.portal, connection: "disconnected" },
};

/** A referral page with its defaults. */
export const usualPage: ReferralPage = {
  showReferrer: false,
  logo: null,
  accent: "#156a7a",
  background: "#f4f2ed",
  fields: [],
  texts: [],
  after: "thankYou",
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
  terms: {
    leadsTo: "destination",
    existingCustomersCount: false,
    rules: [],
    arrivalProperty: null,
    referredBy: [],
  },
  nextRule: 1,
  page: usualPage,
  slug: null,
  slugLink: null,
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
    notice: null,
    question: null,
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
  slug: null,
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
  slug: null,
  link: "https://go.northwind.example/r/K7Q2M9XW",
  qrCodeUrl: "/qr/K7Q2M9XW.svg",
  qrCodePngUrl: "/qr/K7Q2M9XW.png",
  share: {
    email: "mailto:?subject=Spring&body=Hi",
    whatsapp: "https://wa.me/?text=Hi",
    linkedin: "https://www.linkedin.com/sharing/share-offsite/?url=L",
    x: "https://x.com/intent/post?text=Hi",
    facebook: "https://www.facebook.com/sharer/sharer.php?u=L",
    sms: "sms:?&body=Hi",
  },
  linkStatus: "live",
  awaitsDecision: false,
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

/** Bo came by Ana's link, and is pending. */
export const boLine: Referral = {
  id: 12,
  campaignId: 1,
  referrerId: "501",
  referrerName: "Ana Silva",
  firstName: "Bo",
  lastName: "Lind",
  email: "bo@fabrikam.example",
  contactId: "777",
  attribution: "api",
  status: "pending",
  byHand: false,
  notCounted: null,
  clickedAt: null,
  at: "2027-02-20T08:00:00Z",
  decidedAt: null,
  answers: [],
  hubspot: "written",
  hubspotProblem: null,
  answersRefused: [],
  lookedAt: null,
  why: [],
  network: null,
  history: [],
};

/** Bo's referral as its own page shows it. */
export const bo: Referral = {
  ...boLine,
  why: ["Nobody has said by the API that the referral is successful."],
  history: [
    {
      at: "2027-02-20T08:00:00Z",
      kind: "referred",
      detail: null,
      person: "Bo Lind",
      referralId: 12,
    },
  ],
};

/** Ana used her own link. Only her e-mail address is known. */
export const selfLine: Referral = {
  ...boLine,
  id: 11,
  firstName: null,
  lastName: null,
  email: "ana+me@contoso.example",
  contactId: null,
  attribution: "form",
  status: "rejected",
  notCounted: "selfReferral",
  why: ["Referrer and referred person are the same contact, or have the same e-mail address."],
};

/** Thirty days with activity on the last one only. */
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

/** HubSpot before Goodword's own properties exist, with one property made by hand. */
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
  pipelines: [],
  pipelinesProblem: { reason: "permission", detail: "" },
  problem: null,
  refreshing: false,
  fetchedAt: "2027-03-01T08:59:00Z",
};

/** HubSpot with Goodword's own properties. */
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

/** The answers that the wizard requests on its way. */
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

/** An account without a link domain of its own. */
export const noDomain: LinkDomain = {
  host: "",
  state: "none",
  base: "https://go.northwind.example/r/",
  records: [],
  lastLook: null,
  nextLookAt: null,
  quarantinedUntil: null,
  keptUntil: null,
  reason: null,
  leaving: [],
  givenUp: [],
};

/** An account with one campaign that was never synced. */
export const account = {
  "GET /api/session": session,
  "GET /api/campaigns": { items: [spring] },
  "GET /api/campaigns/1/activity?days=30": activity,
  "GET /api/referrers?campaignId=1&order=mostSuccessful": { items: [anaLine], next: null },
  "GET /api/api-keys": { items: [], next: null },
  "GET /api/runs/9/rate": { items: [] },
  "GET /api/syncs": { items: [] },
  "GET /api/hubspot/catalogue": catalogue,
  "GET /api/link-domain": noDomain,
};

/** The account after one sync. */
export const syncedAccount = {
  ...account,
  "GET /api/syncs": { items: [springSync] },
};
