/** Goodword's answers, as its card endpoints give them. */
import type { Answer, Campaign, Referrer } from "../../src/app/cards/referrals/answer";

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
    peopleReferred: 12,
    successfulReferrals: 3,
    lastSyncedAt: "2026-03-10T11:57:00Z",
    syncState: "synced",
    syncProblem: null,
    ...changes,
  };
}

/** The test renderer's contact has the id 123. */
export function enrolled(referrers: Referrer[], campaigns: Campaign[] = []): Answer {
  return { status: "enrolled", contactId: "123", referrers, campaigns };
}

export function notEnrolled(...campaigns: Campaign[]): Answer {
  return { status: "not_enrolled", contactId: "123", referrers: [], campaigns };
}

export const noCampaign: Answer = {
  status: "no_campaign",
  contactId: "123",
  referrers: [],
  campaigns: [],
};

export function disconnected(...referrers: Referrer[]): Answer {
  return { status: "disconnected", contactId: "123", referrers, campaigns: [] };
}
