import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys, pace, put } from "./cache";
import { useCampaignName } from "./campaigns";
import { call, create, tell } from "./client";
import { isUnderWay } from "./runState";
import { useKeepNewRun } from "./runs";
import { heedRuns } from "./session";
import type { NewSync, Run, Sync } from "./types";

type Answer = { items: Sync[] };

function useSyncsBy<T>(select: (answer: Answer) => T) {
  const client = useQueryClient();
  return useQuery({
    queryKey: keys.syncs,
    queryFn: async ({ signal }): Promise<Answer> => {
      const syncs = await call("GET /api/syncs", { signal });
      heedRuns(
        client,
        syncs.items.flatMap(({ lastRun }) => lastRun ?? []),
      );
      return syncs;
    },
    // The actions on a sync depend on whether it runs.
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ lastRun }) => lastRun && isUnderWay(lastRun))
        ? pace.waitingRun
        : pace.list,
    select,
  });
}

export function useSyncs() {
  return useSyncsBy(({ items }) => items);
}

/** Reads the newest sync of a campaign; `null` if it has none. */
export function useSyncOf(campaignId: number) {
  return useSyncsBy(({ items }) => items.findLast((s) => s.campaignId === campaignId) ?? null);
}

/** Reads one sync; `null` if the id does not exist. */
export function useSync(id: number | undefined) {
  return useSyncsBy(({ items }) => items.find((sync) => sync.id === id) ?? null);
}

function useKeepSync() {
  const client = useQueryClient();
  return (sync: Sync) =>
    put<Answer>(client, keys.syncs, (old) => ({
      items: [...(old?.items ?? []).filter(({ id }) => id !== sync.id), sync],
    }));
}

export function useChangeSync(id: number) {
  const client = useQueryClient();
  const keep = useKeepSync();
  return useMutation({
    mutationFn: (body: { ongoing: boolean }) =>
      call("PATCH /api/syncs/{sync}", { ids: { sync: id }, body }),
    onSuccess: async (sync) => {
      await keep(sync);
      // A sync that becomes ongoing runs at once.
      await client.invalidateQueries({ queryKey: keys.runs(id) });
    },
  });
}

interface Start {
  /** The campaign's present sync. It is changed, so that no second one is created. */
  present: Sync | null;
  wanted: NewSync;
}

/** Creates or changes the campaign's sync, and runs it. A retry continues where it failed. */
export function useStartSync() {
  const keep = useKeepSync();
  return useMutation({
    mutationFn: async ({ present, wanted }: Start): Promise<Run> => {
      const sync = await wantedSync(present, wanted);
      await keep(sync);
      return create("POST /api/syncs/{sync}/runs", { ids: { sync: sync.id } });
    },
    onSuccess: useKeepNewRun(),
  });
}

function wantedSync(present: Sync | null, wanted: NewSync): Promise<Sync> {
  if (!present) return create("POST /api/syncs", { body: wanted });
  const { campaignId: _, ...body } = wanted;
  return call("PATCH /api/syncs/{sync}", { ids: { sync: present.id }, body });
}

/** Runs a sync unchanged. A run that is already under way is the answer. */
export function useRunSync({ id }: Sync) {
  return useMutation({
    mutationFn: () => create("POST /api/syncs/{sync}/runs", { ids: { sync: id } }),
    onSuccess: useKeepNewRun(),
  });
}

/** Ends a sync. It no longer runs, and other syncs can use its properties. */
export function useEndSync({ id }: Sync) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => tell("DELETE /api/syncs/{sync}", { ids: { sync: id } }),
    onSuccess: async () => {
      await put<Answer>(
        client,
        keys.syncs,
        (old) => old && { items: old.items.filter((sync) => sync.id !== id) },
      );
      return client.invalidateQueries({ queryKey: keys.syncs });
    },
  });
}

/** The properties that the syncs of all campaigns but one write, with the names of their campaigns. */
export function useTakenProperties(except: number | null): Map<string, string> {
  const syncs = useSyncs().data ?? [];
  const campaignName = useCampaignName();
  return new Map(
    syncs
      .filter(({ campaignId }) => campaignId !== except)
      .flatMap(({ campaignId, outbound }) =>
        outbound.map(({ property }) => [property, campaignName(campaignId)] as const),
      ),
  );
}
