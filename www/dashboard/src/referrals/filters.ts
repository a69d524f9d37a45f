/** Reads and writes the filters of the list of referrals. */
import type { ReferralQuery } from "../data/referrals";
import { REFERRAL_STATUSES, type ReferralStatus } from "../data/types";
import { idOf } from "../places/places";

export interface Filters {
  q: string;
  campaignId: number;
  status: ReferralStatus | null;
  /** The contact who referred. Only a link sets it. */
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

/** Writes the filters into an address, without the defaults. */
export function searchOf({ q, campaignId, status, referrerId }: Filters): URLSearchParams {
  return new URLSearchParams({
    ...(q && { q }),
    ...(campaignId && { campaign: String(campaignId) }),
    ...(status && { status }),
    ...(referrerId && { referrer: referrerId }),
  });
}

/** Writes the filters as the API takes them. */
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
