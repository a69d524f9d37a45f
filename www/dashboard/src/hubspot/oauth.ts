/**
 * The ways to HubSpot: to sign in, to install, to mend a connection, to grant more. Each comes back to
 * where the user was.
 */
import { useLocation, useSearch } from "wouter";

const START = "/hubspot/oauth/start";

/** A permission beyond those that Goodword cannot do without. */
export type Extra = "lists" | "deals";

function startAt(place: string, scopes?: Extra): string {
  const query = new URLSearchParams(scopes ? { scopes, return: place } : { return: place });
  return `${START}?${query}`;
}

/** The address of this page in full, kept up with. */
function useHere(): string {
  useLocation();
  useSearch();
  return window.location.pathname + window.location.search;
}

export function useConnectAddress(scopes?: Extra): string {
  return startAt(useHere(), scopes);
}

/** Another account's sign-in; it comes back to that account's front page. */
export const ADD_ACCOUNT = startAt("/");
