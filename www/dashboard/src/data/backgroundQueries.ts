/**
 * Background queries: the API asks HubSpot for something in the background. A query is started once, and then fetched
 * until it is over.
 */
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { pace } from "./cache";
import { call, tell } from "./client";
import type {
  AudienceCount,
  BackgroundQueryState,
  DryRun,
  NewAudienceCount,
  NewPreview,
  NewRuleTrial,
  NewSync,
  Preview,
  RuleTrial,
} from "./types";

interface BackgroundQuery {
  id: number;
  state: BackgroundQueryState;
}

/** How one kind of background query is started and fetched. */
interface Kind<Body, Q extends BackgroundQuery> {
  name: string;
  start: (body: Body) => Promise<Q>;
  fetch: (id: number, signal: AbortSignal) => Promise<Q>;
}

export const audienceCounts: Kind<NewAudienceCount, AudienceCount> = {
  name: "audience-counts",
  start: (body) => call("POST /api/audience-counts", { body }),
  fetch: (query, signal) => call("GET /api/audience-counts/{query}", { ids: { query }, signal }),
};

export const previews: Kind<NewPreview, Preview> = {
  name: "previews",
  start: (body) => call("POST /api/previews", { body }),
  fetch: (query, signal) => call("GET /api/previews/{query}", { ids: { query }, signal }),
};

export const dryRuns: Kind<NewSync, DryRun> = {
  name: "dry-runs",
  start: (body) => call("POST /api/dry-runs", { body }),
  fetch: (query, signal) => call("GET /api/dry-runs/{query}", { ids: { query }, signal }),
};

export const ruleTrials: Kind<NewRuleTrial, RuleTrial> = {
  name: "rule-trials",
  start: (body) => call("POST /api/rule-trials", { body }),
  fetch: (query, signal) => call("GET /api/rule-trials/{query}", { ids: { query }, signal }),
};

const OVER: BackgroundQueryState[] = ["counted", "ready", "finished", "failed"];
const isOver = ({ state }: BackgroundQuery): boolean => OVER.includes(state);

interface Wanted<Body, Q extends BackgroundQuery> {
  kind: Kind<Body, Q>;
  /** The settings of the query. Other settings make another query. */
  body: Body;
  enabled: boolean;
}

/** Starts a background query as soon as it is enabled, and follows it until it is over. */
export function useBackgroundQuery<Body, Q extends BackgroundQuery>({
  kind,
  body,
  enabled,
}: Wanted<Body, Q>) {
  const started = useQuery({
    queryKey: [kind.name, JSON.stringify(body)],
    queryFn: () => kind.start(body),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  const id = started.isPlaceholderData ? undefined : started.data?.id;
  const followed = useFollowedQuery(kind, id);
  return {
    result: followed.data ?? started.data,
    /** The result belongs to earlier settings. */
    stale: started.isPlaceholderData,
    error: started.error ?? followed.error,
    restart: () => void started.refetch(),
  };
}

/** Follows a background query that was started before, until it is over. */
function useFollowedQuery<Body, Q extends BackgroundQuery>(
  kind: Kind<Body, Q>,
  id: number | undefined,
) {
  return useQuery({
    queryKey: [kind.name, "of", id],
    queryFn: ({ signal }): Promise<Q> => kind.fetch(id ?? 0, signal),
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) =>
      state.error || (state.data && isOver(state.data)) ? false : pace.backgroundQuery,
  });
}

/** A background query that a person starts. Its result holds only for the settings that it was started with. */
export function useQueryOnDemand<Body, Q extends BackgroundQuery>(kind: Kind<Body, Q>, body: Body) {
  const settings = JSON.stringify(body);
  const [started, setStarted] = useState<{ id: number; settings: string } | null>(null);
  const id = started?.settings === settings ? started.id : undefined;
  const { data: result, error } = useFollowedQuery(kind, id);
  const start = useMutation({
    mutationFn: (asked: Body) => kind.start(asked),
    // The answer belongs to what was asked, whatever the form says by now.
    onSuccess: (query, asked) => setStarted({ id: query.id, settings: JSON.stringify(asked) }),
  });
  return {
    id,
    result,
    error: start.error ?? error,
    starting: start.isPending,
    running: id !== undefined && !error && !(result && isOver(result)),
    start: () => start.mutate(body),
    forget: () => setStarted(null),
  };
}

/** Stops a dry run. */
export function useStopDryRun(onSettled: () => void) {
  return useMutation({
    mutationFn: (query: number) => tell("DELETE /api/dry-runs/{query}", { ids: { query } }),
    onSettled,
  });
}
