/**
 * What can go wrong between the dashboard and the API, as one kind of error.
 */
import * as v from "valibot";

/** RFC 9457; only its members that say something to a person are read. Whoever refuses may be a proxy. */
const ProblemDocument = v.object({
  title: v.optional(v.string()),
  detail: v.optional(v.string()),
  field: v.optional(v.string()),
});

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
interface Said {
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

const KIND_BY_STATUS: Record<number, ProblemKind> = {
  401: "signedOut",
  403: "forbidden",
  404: "missing",
  409: "conflict",
  410: "missing",
  429: "busy",
  503: "busy",
};

function kindOf(status: number): ProblemKind {
  return KIND_BY_STATUS[status] ?? (status >= 500 ? "broken" : "refused");
}

/** Reads a refusal; a body that is no problem document (a proxy's page, say) says nothing. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = v.safeParse(ProblemDocument, body);
  const said: Said = {};
  if (parsed.success) {
    const { title, detail, field } = parsed.output;
    if (title) said.title = title;
    if (detail) said.detail = detail;
    if (field) said.field = field;
  }
  return new Problem(kindOf(response.status), said, response.status);
}

/** Any thrown value as a problem; what is none is a fault of the dashboard's own. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem("broken");
}
