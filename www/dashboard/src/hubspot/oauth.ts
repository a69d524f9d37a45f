/**
 * Builds the addresses that go to HubSpot: to sign in, to install, to repair a connection, to grant more. Each
 * returns to the present page.
 */
import { useLocation, useSearch } from "wouter";

const START = "/hubspot/oauth/start";

/** An optional permission. */
export type Extra = "lists" | "deals";

function startAt(place: string, scopes?: Extra): string {
  const query = new URLSearchParams(scopes ? { scopes, return: place } : { return: place });
  return `${START}?${query}`;
}

/** Returns the full address of this page, and follows its changes. */
function useHere(): string {
  useLocation();
  useSearch();
  return window.location.pathname + window.location.search;
}

export function useConnectAddress(scopes?: Extra): string {
  return startAt(useHere(), scopes);
}

/** Signs in to another account, and returns to that account's front page. */
export const ADD_ACCOUNT = startAt("/");
