import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys, pace, put } from "./cache";
import { call } from "./client";
import type { Asking } from "./routes";
import type { ReferrerChange } from "./types";

/** Narrows and orders a page of referrers. */
export type ReferrerQuery = NonNullable<Asking<"GET /api/referrers">["query"]>;

/** Fetches one page of referrers. The last page stays until the next one arrives. */
export function useReferrers(query: ReferrerQuery) {
  return useQuery({
    queryKey: keys.referrers(query),
    queryFn: ({ signal }) => call("GET /api/referrers", { query, signal }),
    placeholderData: keepPreviousData,
  });
}

const ONE = "/api/campaigns/{campaign}/referrers/{contact}";
const idsOf = (campaign: number, contact: string) => ({ campaign, contact });

export function useReferrer(campaignId: number, contactId: string) {
  return useQuery({
    queryKey: keys.referrer(campaignId, contactId),
    queryFn: ({ signal }) => call(`GET ${ONE}`, { ids: idsOf(campaignId, contactId), signal }),
    refetchInterval: pace.list,
  });
}

/** Fetches a referrer's counts per day, without `joined`: a referrer joins only once. */
export function useReferrerActivity(campaignId: number, contactId: string, days: number) {
  return useQuery({
    queryKey: keys.referrerActivity(campaignId, contactId, days),
    queryFn: ({ signal }) =>
      call(`GET ${ONE}/activity`, { ids: idsOf(campaignId, contactId), query: { days }, signal }),
    select: ({ items }) => items.map(({ joined: _, ...day }) => day),
    placeholderData: keepPreviousData,
  });
}

export function useChangeReferrer(campaignId: number, contactId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ReferrerChange) =>
      call(`PATCH ${ONE}`, { ids: idsOf(campaignId, contactId), body }),
    onSuccess: async (changed) => {
      await put(client, keys.referrer(campaignId, contactId), changed);
      return client.invalidateQueries({ queryKey: ["referrers"] });
    },
  });
}
