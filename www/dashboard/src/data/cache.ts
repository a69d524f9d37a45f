/** Sets up the cache of answers: their names, how often they are polled, and what a failure does. */
import {
  MutationCache,
  QueryCache,
  QueryClient,
  type QueryKey,
  type Updater,
} from "@tanstack/react-query";
import { asProblem } from "../ui/problem";

/** The names of all cached answers, in one place, so that a change can invalidate them. */
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
  leavers: (runId: number, question: number) => ["leavers", runId, question] as const,
  outcomes: (runId: number, kind: string) => ["outcomes", runId, kind] as const,
};

/** Polling intervals in milliseconds. A slice of a run takes about a second; lists change when people act. */
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
 * Stores the answer of a change in the cache. Cancels a fetch that started before the change, because its answer
 * would be older.
 */
export async function put<T>(
  client: QueryClient,
  queryKey: QueryKey,
  answer: Updater<T | undefined, T | undefined>,
): Promise<void> {
  // `exact` spares names that begin with this one, such as a chart's: the answer says nothing about them.
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

/** Makes the cache. An answer that says the session is over clears the session. */
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
      // Offline, a change fails at once. A change made later and unseen would surprise people.
      mutations: { networkMode: "always", retry: false },
    },
  });
  return client;
}
