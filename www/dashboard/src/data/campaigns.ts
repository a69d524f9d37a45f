import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { text } from "../text";
import { keys, pace, put } from "./cache";
import { call, create } from "./client";
import type { Campaign, CampaignChange, NewCampaign } from "./types";

type Answer = { items: Campaign[] };

function useCampaignsBy<T>(select: (answer: Answer) => T) {
  return useQuery({
    queryKey: keys.campaigns,
    queryFn: ({ signal }): Promise<Answer> => call("GET /api/campaigns", { signal }),
    refetchInterval: pace.list,
    select,
  });
}

/** All campaigns, newest first. */
export function useCampaigns() {
  return useCampaignsBy(({ items }) => items.toSorted((a, b) => b.id - a.id));
}

/** Reads one campaign from the list; `null` if the id does not exist. */
export function useCampaign(id: number) {
  return useCampaignsBy(({ items }) => items.find((campaign) => campaign.id === id) ?? null);
}

/** Returns a function that gives the name of a campaign by its id. */
export function useCampaignName(): (id: number) => string {
  const campaigns = useCampaigns().data ?? [];
  return (id) => campaigns.find((campaign) => campaign.id === id)?.name ?? text.campaigns.gone(id);
}

/** All campaigns as the options of a field. */
export function useCampaignOptions(): { value: string; label: string }[] {
  const campaigns = useCampaigns().data ?? [];
  return campaigns.map(({ id, name }) => ({ value: String(id), label: name }));
}

export function useCreateCampaign() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewCampaign) => create("POST /api/campaigns", { body }),
    onSuccess: async (made) => {
      await put<Answer>(client, keys.campaigns, (old) => ({
        items: [...(old?.items ?? []), made],
      }));
      return client.invalidateQueries({ queryKey: keys.campaigns });
    },
  });
}

export function useChangeCampaign(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CampaignChange) =>
      call("PATCH /api/campaigns/{campaign}", { ids: { campaign: id }, body }),
    onSuccess: async (changed) => {
      await put<Answer>(
        client,
        keys.campaigns,
        (old) => old && { items: old.items.map((each) => (each.id === id ? changed : each)) },
      );
      return client.invalidateQueries({ queryKey: keys.campaigns });
    },
  });
}

export function useCampaignActivity(id: number, days: number) {
  return useQuery({
    queryKey: keys.campaignActivity(id, days),
    queryFn: ({ signal }) =>
      call("GET /api/campaigns/{campaign}/activity", {
        ids: { campaign: id },
        query: { days },
        signal,
      }),
    select: ({ items }) => items,
    placeholderData: keepPreviousData,
  });
}
