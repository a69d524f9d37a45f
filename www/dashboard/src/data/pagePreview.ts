import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { keys } from "./cache";
import { call } from "./client";
import type { NewPagePreview } from "./types";

/** A page as visitors would see it, drawn by the Worker; while a newer one is drawn, the one before. */
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
