import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { asProblem } from "../ui/problem";
import { keys, pace } from "./cache";
import { call, tell } from "./client";
import { isUnderWay } from "./runState";
import type { Connection, Run, Session } from "./types";

/** Fetches the signed-in user, the account, and the state of its connection. `null`: nobody is signed in. */
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

/** The cached answers that change when the connection is back. */
const WAITED = [["run"], keys.allRuns, keys.syncs];

const knownConnection = (client: QueryClient): Connection | undefined =>
  client.getQueryData<Session | null>(keys.session)?.portal.connection;

/**
 * Compares runs with the known state of the connection, because runs are fetched more often than the session. If a
 * run waits for a connection that is known as good, or works over one that is known as lost, the session is fetched
 * at once, so that no two places on a page contradict each other.
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

/** Signs out of one account, or, with `null`, of all accounts of this browser. */
export function useSignOut() {
  const client = useQueryClient();
  const [, go] = useLocation();
  return useMutation({
    mutationFn: (portalId: number | null) =>
      tell("POST /api/session/sign-out", { body: portalId === null ? {} : { portalId } }),
    onSuccess: () => {
      // The next user must not see this account's data.
      client.clear();
      sessionStorage.clear();
      // The front page redirects to a remaining account, or to the sign-in page.
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
