import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, create } from "../api/client";
import { keys, pace } from "../api/queries";
import { Catalogue } from "../api/types";

const PLACE = "/api/hubspot/catalogue";

/** HubSpot's properties and lists, as far as they are known. */
export function useCatalogue() {
  return useQuery({
    queryKey: keys.catalogue,
    queryFn: ({ signal }): Promise<Catalogue> => call(Catalogue, PLACE, { signal }),
    refetchInterval: ({ state }) => (state.data?.refreshing ? pace.refresh : false),
  });
}

/** Has properties and lists read anew. */
export function useRefreshCatalogue() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call(Catalogue, `${PLACE}/refresh`, { method: "POST" }),
    onSuccess: (catalogue) => client.setQueryData(keys.catalogue, catalogue),
  });
}

export function useMakeProperties(campaignId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (fields: string[]) =>
      create(Catalogue, "/api/hubspot/properties", { campaignId, fields }),
    onSuccess: (catalogue) => client.setQueryData(keys.catalogue, catalogue),
  });
}
