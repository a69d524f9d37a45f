/**
 * A closed list of everything that can keep the card from showing an answer.
 *
 * `about` is the message of the other side, if it sent a readable one.
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

/** Trying again does not help if nothing changes between two tries. */
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
      // HubSpot does not follow redirects, so a 3xx means that the backend is not at the app's
      // address.
      return status >= 400 && status < 500
        ? { kind: "refused", status, about }
        : { kind: "failing", status };
  }
}
