import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import { keys } from "../../api/queries";
import type { NewPagePreview } from "../../api/types";

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
