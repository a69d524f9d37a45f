/** Answers of Goodword's card endpoints. */
import type {
  Added,
  Answer,
  Campaign,
  Referral,
  ReferredBy,
  Referrer,
  Results,
} from "../../src/app/cards/referrals/answer";

export const ORIGIN = "https://goodword.example.com";
export const NOW = new Date("2026-03-10T12:00:00Z");

export const spring: Campaign = { id: 1, name: "Spring" };
export const partners: Campaign = { id: 2, name: "Partners" };
export const autumn: Campaign = { id: 3, name: "Autumn" };
export const winter: Campaign = { id: 4, name: "Winter" };

export function referrerIn(campaign: Campaign, changes: Partial<Referrer> = {}): Referrer {
  const code = `CODE${campaign.id}`;
  return {
    campaign,
    code,
    link: `${ORIGIN}/r/${code}`,
    linkStatus: "live",
    awaitsDecision: false,
    clicks: 34,
    peopleReferred: 12,
    successfulReferrals: 3,
    lastSyncedAt: "2026-03-10T11:57:00Z",
    syncState: "synced",
    syncProblem: null,
    share: {},
    ...changes,
  };
}

export const RECORD_URL = "https://app.hubspot.example/contacts/62515/record/0-1/";

export function referral(id: number, changes: Partial<Referral> = {}): Referral {
  return {
    id,
    person: `Person ${id}`,
    contactId: null,
    status: "pending",
    byHand: false,
    notCounted: null,
    at: "2026-03-10T11:00:00Z",
    ...changes,
  };
}

/** The results of a campaign's link: exactly these referrals. */
export function resultsIn(
  campaign: Campaign,
  referrals: Referral[],
  changes: Partial<Results> = {},
): Results {
  return {
    campaignId: campaign.id,
    referrals,
    total: referrals.length,
    totalIsLeast: false,
    weeks: null,
    ...changes,
  };
}

export function referredBy(campaign: Campaign, changes: Partial<ReferredBy> = {}): ReferredBy {
  return {
    campaign,
    referrerId: "77",
    referrerName: "Ana Lopez",
    status: "pending",
    byHand: false,
    notCounted: null,
    at: "2026-03-07T12:00:00Z",
    ...changes,
  };
}

export function added(campaign: Campaign, changes: Partial<Added> = {}): Added {
  return {
    campaignId: campaign.id,
    outcome: "counted",
    person: "Ada Byron",
    why: null,
    field: null,
    ...changes,
  };
}

const NOTHING_YET = { results: [], referredBy: [], recordUrl: RECORD_URL, added: null };

/** The contact in the test renderer has the id 123. */
export function enrolled(referrers: Referrer[], campaigns: Campaign[] = []): Answer {
  return { ...NOTHING_YET, status: "enrolled", contactId: "123", referrers, campaigns };
}

export function notEnrolled(...campaigns: Campaign[]): Answer {
  return { ...NOTHING_YET, status: "not_enrolled", contactId: "123", referrers: [], campaigns };
}

export const noCampaign: Answer = {
  ...NOTHING_YET,
  status: "no_campaign",
  contactId: "123",
  referrers: [],
  campaigns: [],
};

export function disconnected(...referrers: Referrer[]): Answer {
  return { ...NOTHING_YET, status: "disconnected", contactId: "123", referrers, campaigns: [] };
}
