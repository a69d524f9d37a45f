/**
 * Where a user was when they left for HubSpot, kept in the browser's tab: the way back from HubSpot
 * ends at the front page for everybody.
 */
import { useEffect } from "react";
import { useLocation } from "wouter";

const KEY = "goodword.return";

export function rememberPlace(): void {
  sessionStorage.setItem(KEY, window.location.pathname);
}

/** Takes the user back, once, as soon as they are signed in. */
export function useReturn(signedIn: boolean): void {
  const [place, go] = useLocation();
  useEffect(() => {
    if (!signedIn) return;
    const kept = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    if (kept?.startsWith("/") && place === "/") go(kept, { replace: true });
  }, [signedIn, place, go]);
}
