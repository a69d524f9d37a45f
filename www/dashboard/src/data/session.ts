import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { asProblem } from "../ui/problem";
import { keys, pace } from "./cache";
import { call, tell } from "./client";
import { isUnderWay } from "./runState";
import type { Connection, Run, Session } from "./types";

/** Who is signed in, for which account, and how its connection is. `null`: nobody. */
export function useSession() {
  const client = useQueryClient();
  return useQuery({
    queryKey: keys.session,
    queryFn: async ({ signal }): Promise<Session | null> => {
      const before = knownConnection(client);
      try {
        const session = await call("GET /api/session", { signal });
        if (before === "disconnected" && session.portal.connection === "connected") {
          for (const queryKey of WAITED) void client.invalidateQueries({ queryKey });
        }
        return session;
      } catch (error) {
        if (asProblem(error).kind === "signedOut") return null;
        throw error;
      }
    },
    refetchInterval: ({ state }) => {
      if (!state.data) return false;
      return state.data.portal.connection === "connected" ? 2 * pace.list : pace.lostConnection;
    },
  });
}

/** What waited for the connection, and goes on once it is back. */
const WAITED = [["run"], keys.allRuns, keys.syncs];

const knownConnection = (client: QueryClient): Connection | undefined =>
  client.getQueryData<Session | null>(keys.session)?.portal.connection;

/**
 * Takes from runs what they tell of the connection: they are asked about more often than the session is. Where a
 * run waits for a connection that is taken to be there, or works over one that is taken to be lost, the session is
 * asked for at once, so that no two places of a page contradict each other.
 */
export function heedRuns(client: QueryClient, runs: Run[]): void {
  const known = knownConnection(client);
  const doubted =
    (known === "connected" && runs.some(lacksConnection)) ||
    (known === "disconnected" && runs.some(isAtWork));
  if (doubted) void client.refetchQueries({ queryKey: keys.session }, { cancelRefetch: false });
}

const lacksConnection = (run: Run): boolean => isUnderWay(run) && run.waitingFor === "connection";

const isAtWork = ({ state, waitingFor }: Run): boolean =>
  (state === "reading" || state === "writing") && !waitingFor;

/** Signs out of one account, or, told none, of all that this browser is signed in to. */
export function useSignOut() {
  const client = useQueryClient();
  const [, go] = useLocation();
  return useMutation({
    mutationFn: (portalId: number | null) =>
      tell("POST /api/session/sign-out", { body: portalId === null ? {} : { portalId } }),
    onSuccess: () => {
      // What the account showed must not be there for whoever signs in next.
      client.clear();
      sessionStorage.clear();
      // The front page leads to an account that is left, or to signing in.
      go("~/");
    },
  });
}

export function useDisconnect() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => tell("POST /api/connection/disconnect"),
    onSettled: () => client.invalidateQueries({ queryKey: keys.session }),
  });
}
