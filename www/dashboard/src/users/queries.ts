import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "../api/client";
import { keys, pace } from "../api/queries";
import { Activity, type Day, type LinkStatus, Referrer, ReferrerLines } from "../api/types";

/** One page of referrers; while the next one is on its way, the last one stays. */
export function useReferrers(query: string) {
  return useQuery({
    queryKey: keys.referrers(query),
    queryFn: ({ signal }): Promise<ReferrerLines> =>
      call(ReferrerLines, `/api/referrers?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

const placeOf = (campaignId: number, contactId: string): string =>
  `/api/campaigns/${campaignId}/referrers/${encodeURIComponent(contactId)}`;

export function useReferrer(campaignId: number, contactId: string) {
  return useQuery({
    queryKey: keys.referrer(campaignId, contactId),
    queryFn: ({ signal }): Promise<Referrer> =>
      call(Referrer, placeOf(campaignId, contactId), { signal }),
    refetchInterval: pace.list,
  });
}

export function useReferrerActivity(campaignId: number, contactId: string, days: number) {
  return useQuery({
    queryKey: keys.referrerActivity(campaignId, contactId, days),
    queryFn: ({ signal }): Promise<{ items: Day[] }> =>
      call(Activity, `${placeOf(campaignId, contactId)}/activity?days=${days}`, { signal }),
    select: ({ items }) => items,
    placeholderData: keepPreviousData,
  });
}

export function useChangeLink(campaignId: number, contactId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (linkStatus: LinkStatus) =>
      call(Referrer, placeOf(campaignId, contactId), { method: "PATCH", body: { linkStatus } }),
    onSuccess: (changed) => {
      client.setQueryData(keys.referrer(campaignId, contactId), changed);
      return client.invalidateQueries({ queryKey: ["referrers"] });
    },
  });
}
