/**
 * What the list of referrals is narrowed by. It stands in the address, so that a reload, a bookmark and a
 * colleague see the same.
 */
import type { ReferralQuery } from "../data/referrals";
import { REFERRAL_STATUSES, type ReferralStatus } from "../data/types";
import { idOf } from "../places/places";

export interface Filters {
  q: string;
  campaignId: number;
  status: ReferralStatus | null;
  /** The contact who referred; none but a link leads to it. */
  referrerId: string;
}

export function filtersOf(search: URLSearchParams): Filters {
  const referrer = search.get("referrer") ?? "";
  return {
    q: search.get("q") ?? "",
    campaignId: idOf(search.get("campaign")),
    status: REFERRAL_STATUSES.find((status) => status === search.get("status")) ?? null,
    referrerId: /^\d{1,20}$/.test(referrer) ? referrer : "",
  };
}

/** The same as a part of the address; what is as usual goes unsaid. */
export function searchOf({ q, campaignId, status, referrerId }: Filters): URLSearchParams {
  return new URLSearchParams({
    ...(q && { q }),
    ...(campaignId && { campaign: String(campaignId) }),
    ...(status && { status }),
    ...(referrerId && { referrer: referrerId }),
  });
}

/** The same as the API is asked. */
export function queryOf({ q, campaignId, status, referrerId }: Filters): ReferralQuery {
  return {
    ...(q.trim() && { q: q.trim() }),
    ...(campaignId && { campaignId }),
    ...(referrerId && { contactId: referrerId }),
    ...(status && { status }),
  };
}

export const isNarrowed = ({ q, campaignId, status, referrerId }: Filters): boolean =>
  Boolean(q || campaignId || status || referrerId);
