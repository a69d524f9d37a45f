import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { call, tell } from "../api/client";
import { asProblem } from "../api/problem";
import { keys, pace } from "../api/queries";
import type { Session } from "../api/types";

/** Who is signed in, for which account, and how its connection is. `null`: nobody. */
export function useSession() {
  return useQuery({
    queryKey: keys.session,
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        return await call("GET /api/session", { signal });
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
