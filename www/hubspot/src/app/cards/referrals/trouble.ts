/**
 * Everything that can keep the card from showing an answer, as one closed list.
 *
 * `about` is what the other side itself said, where it said anything readable.
 */
export type Trouble =
  | { kind: "unconfigured" }
  | { kind: "timeout" }
  | { kind: "network" }
  | { kind: "unreachable" }
  | { kind: "blocked"; about: string }
  | { kind: "busy" }
  | { kind: "unauthorised"; status: number; about: string | null }
  | { kind: "refused"; status: number; about: string | null }
  | { kind: "failing"; status: number }
  | { kind: "unreadable"; at: string | null };

/** Trying again cannot help where nothing between two tries would change. */
export function isWorthRetrying(trouble: Trouble): boolean {
  return trouble.kind !== "unconfigured";
}

export function troubleOfStatus(status: number, about: string | null): Trouble {
  switch (status) {
    case 401:
    case 403:
      return { kind: "unauthorised", status, about };
    case 408:
    case 504:
      return { kind: "timeout" };
    case 429:
      return { kind: "busy" };
    default:
      // HubSpot does not follow redirects, so a 3xx is a backend that is not where the app says it is.
      return status >= 400 && status < 500
        ? { kind: "refused", status, about }
        : { kind: "failing", status };
  }
}
