import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "./cache";
import { call, tell } from "./client";

export function useApiKeys() {
  return useQuery({
    queryKey: keys.apiKeys,
    queryFn: ({ signal }) => call("GET /api/api-keys", { signal }),
    select: ({ items }) => items,
  });
}

/** Creates a key. Only this answer shows the key, so the cache drops it with the page. */
export function useMakeKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => call("POST /api/api-keys", { body: { name } }),
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.apiKeys }),
  });
}

export function useEndKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: number) => tell("DELETE /api/api-keys/{key}", { ids: { key } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.apiKeys }),
  });
}
