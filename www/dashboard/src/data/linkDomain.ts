import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys, pace, put } from "./cache";
import { call } from "./client";

/** Fetches the account's own link domain; often while it is being set up or given up. */
export function useLinkDomain() {
  return useQuery({
    queryKey: keys.linkDomain,
    queryFn: ({ signal }) => call("GET /api/link-domain", { signal }),
    refetchInterval: ({ state: { data } }) =>
      data && (data.state === "claiming" || data.leaving.length > 0) ? pace.run : false,
  });
}

export function useChangeLinkDomain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (host: string) => call("PATCH /api/link-domain", { body: { host } }),
    onSuccess: (changed) => put(client, keys.linkDomain, changed),
  });
}
