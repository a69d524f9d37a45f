/** The contacts that left an audience, and the decision about their links. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { keys, put } from "./cache";
import { call } from "./client";
import type { LeaverDecision, Run } from "./types";

/** The cursor of the first page. */
const FIRST: string | undefined = undefined;

/** Fetches the contacts of the question that a run asks, a page at a time. */
export function useLeavers(run: Run) {
  return useInfiniteQuery({
    queryKey: keys.leavers(run.id, run.question?.id ?? 0),
    queryFn: ({ pageParam, signal }) =>
      call("GET /api/runs/{run}/leavers", {
        ids: { run: run.id },
        query: { after: pageParam },
        signal,
      }),
    initialPageParam: FIRST,
    getNextPageParam: ({ next }) => next ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}

/** Decides about the links of these contacts. */
export function useDecideLeavers(run: Run) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decision: LeaverDecision) =>
      call("POST /api/runs/{run}/leavers", {
        ids: { run: run.id },
        body: { question: run.question?.id ?? 0, decision },
      }),
    onSuccess: async (changed) => {
      await put(client, keys.run(run.id), changed);
      return Promise.all([
        client.invalidateQueries({ queryKey: keys.allRuns }),
        client.invalidateQueries({ queryKey: keys.syncs }),
      ]);
    },
    // A conflict means that the question has changed, or that somebody else has decided.
    onError: () => client.invalidateQueries({ queryKey: keys.run(run.id) }),
  });
}
