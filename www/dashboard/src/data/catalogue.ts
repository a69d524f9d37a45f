import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys, pace, put } from "./cache";
import { call, create } from "./client";
import type { ReferralField, ReferredByField } from "./types";

/** HubSpot's properties and lists, as far as they are known. */
export function useCatalogue() {
  return useQuery({
    queryKey: keys.catalogue,
    queryFn: ({ signal }) => call("GET /api/hubspot/catalogue", { signal }),
    refetchInterval: ({ state }) => (state.data?.refreshing ? pace.refresh : false),
  });
}

/** Has properties and lists read anew. */
export function useRefreshCatalogue() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call("POST /api/hubspot/catalogue/refresh"),
    onSuccess: (catalogue) => put(client, keys.catalogue, catalogue),
  });
}

export function useMakeProperties(campaignId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (fields: ReferralField[]) =>
      create("POST /api/hubspot/properties", { body: { campaignId, fields } }),
    onSuccess: (catalogue) => put(client, keys.catalogue, catalogue),
  });
}

/** Those for people who were referred, which all campaigns share. */
export function useMakeReferredByProperties() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (fields: ReferredByField[]) =>
      create("POST /api/hubspot/referred-by-properties", { body: { fields } }),
    onSuccess: (catalogue) => put(client, keys.catalogue, catalogue),
  });
}
