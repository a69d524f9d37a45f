import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { keys } from "./cache";
import { call } from "./client";
import type { NewPagePreview } from "./types";

/** Fetches the referral page as visitors would see it. The last preview stays until the next one arrives. */
export function usePagePreview(campaignId: number, wanted: NewPagePreview) {
  return useQuery({
    queryKey: keys.pagePreview(campaignId, wanted),
    queryFn: ({ signal }) =>
      call("POST /api/campaigns/{campaign}/page-preview", {
        ids: { campaign: campaignId },
        body: wanted,
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
