import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { keys, pace, put } from "./cache";
import { call, create, download } from "./client";
import { isUnderWay, pollEvery } from "./runState";
import { heedRuns } from "./session";
import type { OutcomeKind, Run } from "./types";

/** An action that a person can take on a run. */
type RunAction = "pause" | "resume" | "stop";

const idsOf = ({ id }: Run) => ({ run: id });

/** The cursor of the first page. */
const FIRST: string | undefined = undefined;

/** The cached answers that a run changes. */
const CHANGED = [keys.syncs, keys.allRuns, keys.campaigns, ["referrers"], ["campaign-activity"]];

/** Fetches a run as often as its state needs. When it ends, invalidates the answers that it changed. */
export function useRun(id: number) {
  const client = useQueryClient();
  return useQuery({
    queryKey: keys.run(id),
    queryFn: async ({ signal }): Promise<Run> => {
      const before = client.getQueryData<Run>(keys.run(id));
      const run = await call("GET /api/runs/{run}", { ids: { run: id }, signal });
      heedRuns(client, [run]);
      if (before && isUnderWay(before) && !isUnderWay(run)) {
        for (const queryKey of [...CHANGED, keys.rate(id)]) {
          void client.invalidateQueries({ queryKey });
        }
      }
      return run;
    },
    // A run that is not there does not appear by being asked for.
    refetchInterval: ({ state }) => (state.error && !state.data ? false : pollEvery(state.data)),
  });
}

/** The runs of a sync, newest first. */
export function useRuns(syncId: number | undefined) {
  const client = useQueryClient();
  return useQuery({
    queryKey: keys.runs(syncId ?? 0),
    queryFn: async ({ signal }) => {
      const runs = await call("GET /api/runs", { query: { syncId }, signal });
      heedRuns(client, runs.items);
      return runs;
    },
    enabled: syncId !== undefined,
    refetchInterval: ({ state }) =>
      state.data?.items.some(isUnderWay) ? pace.waitingRun : pace.list,
    select: ({ items }) => items.toSorted((a, b) => b.id - a.id),
  });
}

/** The last runs of all syncs, newest first. */
export function useAllRuns() {
  const client = useQueryClient();
  return useInfiniteQuery({
    queryKey: [...keys.allRuns, "all"],
    queryFn: async ({ pageParam, signal }) => {
      const runs = await call("GET /api/runs", { query: { after: pageParam }, signal });
      heedRuns(client, runs.items);
      return runs;
    },
    initialPageParam: FIRST,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: pace.list,
    select: ({ pages }) => pages.flatMap(({ items }) => items).toSorted((a, b) => b.id - a.id),
  });
}

/** Fetches the run's progress over time. */
export function useRate(run: Run) {
  return useQuery({
    queryKey: keys.rate(run.id),
    queryFn: ({ signal }) => call("GET /api/runs/{run}/rate", { ids: idsOf(run), signal }),
    refetchInterval: isUnderWay(run) ? pace.pausedRun : false,
    select: ({ items }) => items,
  });
}

/** Returns a function that stores a new run in the cache, and invalidates the lists that show it. */
export function useKeepNewRun() {
  const client = useQueryClient();
  return async (run: Run) => {
    await put(client, keys.run(run.id), run);
    return Promise.all([
      client.invalidateQueries({ queryKey: keys.allRuns }),
      client.invalidateQueries({ queryKey: keys.syncs }),
    ]);
  };
}

/** Runs the failed contacts of a run again. */
export function useRetry(run: Run) {
  return useMutation({
    mutationFn: () => create("POST /api/runs/{run}/retry", { ids: idsOf(run) }),
    onSuccess: useKeepNewRun(),
  });
}

export function useControlRun(run: Run) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: RunAction) => call(`POST /api/runs/{run}/${action}`, { ids: idsOf(run) }),
    onSuccess: async (changed) => {
      await put(client, keys.run(run.id), changed);
      return Promise.all([
        client.invalidateQueries({ queryKey: keys.runs(run.syncId) }),
        client.invalidateQueries({ queryKey: keys.syncs }),
      ]);
    },
  });
}

/** Fetches the contacts of a run that have one kind of outcome, a page at a time. */
export function useOutcomes(run: Run, kind: OutcomeKind) {
  return useInfiniteQuery({
    queryKey: [...keys.outcomes(run.id, kind), isUnderWay(run)],
    queryFn: ({ pageParam, signal }) =>
      call("GET /api/runs/{run}/outcomes", {
        ids: idsOf(run),
        query: { kind, after: pageParam },
        signal,
      }),
    initialPageParam: FIRST,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: isUnderWay(run) ? pace.pausedRun : false,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}

/** Saves all contacts of one kind of outcome as a file. */
export function useOutcomesFile(run: Run, kind: OutcomeKind) {
  return useMutation({
    mutationFn: () =>
      download(`goodword-run-${run.id}-${kind}.csv`, "GET /api/runs/{run}/outcomes.csv", {
        ids: idsOf(run),
        query: { kind },
      }),
  });
}
