import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys, pace, put } from "./cache";
import { call } from "./client";
import type { LinkDomain } from "./types";

/** The states in which something may change within seconds. */
const UNSETTLED: readonly LinkDomain["state"][] = ["waitingForDns", "verified"];

/** Fetches the account's own link domain; often while it is being set up or given up. */
export function useLinkDomain() {
  return useQuery({
    queryKey: keys.linkDomain,
    queryFn: ({ signal }) => call("GET /api/link-domain", { signal }),
    refetchInterval: ({ state: { data } }) =>
      data && (UNSETTLED.includes(data.state) || data.leaving.length > 0) ? pace.run : false,
  });
}

export function useChangeLinkDomain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (host: string) => call("PATCH /api/link-domain", { body: { host } }),
    onSuccess: (changed) => put(client, keys.linkDomain, changed),
  });
}

/** Asks for a look at the domain now. The result is there a few seconds later. */
export function useCheckLinkDomain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call("POST /api/link-domain/check", {}),
    onSuccess: (seen) => put(client, keys.linkDomain, seen),
  });
}
