import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys, pace, put } from "./cache";
import { call, create } from "./client";
import type { ReferralField, ReferredByField } from "./types";

/** Fetches the properties and lists of HubSpot that Goodword knows. */
export function useCatalogue() {
  return useQuery({
    queryKey: keys.catalogue,
    queryFn: ({ signal }) => call("GET /api/hubspot/catalogue", { signal }),
    refetchInterval: ({ state }) => (state.data?.refreshing ? pace.refresh : false),
  });
}

/** Refreshes the properties and lists from HubSpot. */
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

/** Creates the properties for referred people, which all campaigns share. */
export function useMakeReferredByProperties() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (fields: ReferredByField[]) =>
      create("POST /api/hubspot/referred-by-properties", { body: { fields } }),
    onSuccess: (catalogue) => put(client, keys.catalogue, catalogue),
  });
}
