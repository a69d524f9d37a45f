/**
 * What can go wrong between the dashboard and the API, as one kind of error.
 */

/** `unreachable`: no answer came. `unreadable`: an answer came that is none of the API's. */
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

/** What happened, in the API's words, where it gave any, and the field of the request at fault. */
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
  ) {
    super(said.detail ?? said.title ?? kind);
  }
}

/** Any thrown value as a problem; what is none is a fault of the dashboard's own. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem("broken");
}
