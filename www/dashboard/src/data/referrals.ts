import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys, pace, put } from "./cache";
import { call, createOrFind } from "./client";
import type { Asking } from "./routes";
import type { Decision, NewReferral } from "./types";

/** Narrows and orders a page of referrals. */
export type ReferralQuery = NonNullable<Asking<"GET /api/referrals">["query"]>;

/** Fetches one page of referrals, newest first. The last page stays until the next one arrives. */
export function useReferrals(query: ReferralQuery) {
  return useQuery({
    queryKey: keys.referrals(query),
    queryFn: ({ signal }) => call("GET /api/referrals", { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pace.list,
  });
}

export function useReferral(id: number) {
  return useQuery({
    queryKey: keys.referral(id),
    queryFn: ({ signal }) =>
      call("GET /api/referrals/{referral}", { ids: { referral: id }, signal }),
    refetchInterval: pace.list,
  });
}

/** The cached answers that a referral changes: lists, and the counts of its referrer and its campaign. */
const FOLLOWS = [["referrals"], ["referrers"], ["referrer"], keys.campaigns, ["campaign-activity"]];

function useFollow() {
  const client = useQueryClient();
  return () => Promise.all(FOLLOWS.map((queryKey) => client.invalidateQueries({ queryKey })));
}

export function useDecide(id: number) {
  const client = useQueryClient();
  const follow = useFollow();
  return useMutation({
    mutationFn: (event: Decision) =>
      call("PATCH /api/referrals/{referral}", { ids: { referral: id }, body: { event } }),
    onSuccess: async (decided) => {
      await put(client, keys.referral(id), decided);
      return follow();
    },
    // A conflict means that somebody else has decided in the meantime.
    onError: () => client.invalidateQueries({ queryKey: keys.referral(id) }),
  });
}

/** Adds a referred person, or finds the existing referral. */
export function useAddReferral(campaign: number, contact: string) {
  const follow = useFollow();
  return useMutation({
    mutationFn: (body: NewReferral) =>
      createOrFind("POST /api/campaigns/{campaign}/referrers/{contact}/referrals", {
        ids: { campaign, contact },
        body,
      }),
    onSuccess: follow,
  });
}
