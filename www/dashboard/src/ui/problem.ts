/** The one kind of error between the dashboard and the API. */

/** `unreachable`: no answer came. `unreadable`: the answer did not come from the API. */
export type ProblemKind =
  | "unreachable"
  | "unreadable"
  | "signedOut"
  | "forbidden"
  | "missing"
  | "conflict"
  | "refused"
  | "busy"
  | "broken";

/** The API's words about the failure, and the field of the request that caused it. */
export interface Said {
  title?: string;
  detail?: string;
  field?: string;
}

export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly kind: ProblemKind,
    readonly said: Said = {},
    readonly status: number | null = null,
    /** How long the API asks to wait. */
    readonly waitMs: number | null = null,
  ) {
    super(said.detail ?? said.title ?? kind);
  }
}

/** Returns a thrown value as a problem. Any other error is a fault of the dashboard. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem("broken");
}
