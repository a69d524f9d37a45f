import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, tell } from "../api/client";
import { asProblem } from "../api/problem";
import { keys, pace } from "../api/queries";
import { Session } from "../api/types";

/** Who is signed in, for which account, and how its connection is. `null`: nobody. */
export function useSession() {
  return useQuery({
    queryKey: keys.session,
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        return await call(Session, "/api/session", { signal });
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

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => tell("/api/session/sign-out"),
    onSuccess: () => {
      client.setQueryData(keys.session, null);
      // What the account showed must not be there for whoever signs in next.
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
    },
  });
}

export function useDisconnect() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => tell("/api/connection/disconnect"),
    onSettled: () => client.invalidateQueries({ queryKey: keys.session }),
  });
}
