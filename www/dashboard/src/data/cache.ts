/**
 * How fresh each answer is kept, and what a failure means to the cache.
 */
import {
  MutationCache,
  QueryCache,
  QueryClient,
  type QueryKey,
  type Updater,
} from "@tanstack/react-query";
import { asProblem } from "../ui/problem";

/** Every cached answer's name, in one place, so that a change can say what it made stale. */
export const keys = {
  session: ["session"] as const,
  campaigns: ["campaigns"] as const,
  campaignActivity: (id: number, days: number) => ["campaign-activity", id, days] as const,
  pagePreview: (id: number, wanted: object) => ["page-preview", id, wanted] as const,
  referrers: (query: object) => ["referrers", query] as const,
  referrer: (campaignId: number, contactId: string) => ["referrer", campaignId, contactId] as const,
  referrerActivity: (campaignId: number, contactId: string, days: number) =>
    ["referrer", campaignId, contactId, "activity", days] as const,
  referrals: (query: object) => ["referrals", query] as const,
  referral: (id: number) => ["referral", id] as const,
  apiKeys: ["api-keys"] as const,
  linkDomain: ["link-domain"] as const,
  syncs: ["syncs"] as const,
  catalogue: ["catalogue"] as const,
  allRuns: ["runs"] as const,
  runs: (syncId: number) => ["runs", syncId] as const,
  run: (runId: number) => ["run", runId] as const,
  rate: (runId: number) => ["rate", runId] as const,
  outcomes: (runId: number, kind: string) => ["outcomes", runId, kind] as const,
};

/** Polling, in milliseconds. A run's slice takes about a second; lists change when people act. */
export const pace = {
  run: 1_000,
  waitingRun: 3_000,
  pausedRun: 10_000,
  list: 30_000,
  refresh: 500,
  backgroundQuery: 700,
  lostConnection: 10_000,
} as const;

/**
 * Puts in place what a change was answered with. A question that was asked before the change and is not
 * answered yet knows less than that: its answer is not waited for.
 */
export async function put<T>(
  client: QueryClient,
  queryKey: QueryKey,
  answer: Updater<T | undefined, T | undefined>,
): Promise<void> {
  // Exactly this one: what hangs below its name, as a chart does, is told nothing by the answer.
  await client.cancelQueries({ queryKey, exact: true });
  client.setQueryData<T>(queryKey, answer);
}

const MOST_RETRIES = 2;

function worthRetrying(failures: number, error: Error): boolean {
  const { kind } = asProblem(error);
  return (
    failures < MOST_RETRIES && (kind === "unreachable" || kind === "busy" || kind === "broken")
  );
}

/** A cache that, once any answer says the session is over, asks for the session anew. */
export function makeQueryClient(): QueryClient {
  const onError = (error: Error): void => {
    if (asProblem(error).kind === "signedOut") {
      client.setQueryData(keys.session, null);
    }
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 5_000, retry: worthRetrying },
      // Offline, a change fails at once and says so: done later, unseen, it would surprise.
      mutations: { networkMode: "always", retry: false },
    },
  });
  return client;
}
