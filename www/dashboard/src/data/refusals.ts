/**
 * Reads a refusal of the API as a `Problem`.
 */
import * as v from "valibot";
import { Problem, type ProblemKind, type Said } from "../ui/problem";

/** The members of an RFC 9457 problem that people read. A proxy may have written it, so it is checked. */
const ProblemDocument = v.object({
  title: v.optional(v.string()),
  detail: v.optional(v.string()),
  field: v.optional(v.string()),
});

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

/** Reads a refusal. A body that is not a problem document, such as a proxy's page, adds nothing. */
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
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const waitMs = Number.isNaN(seconds) ? null : seconds * 1000;
  return new Problem(kindOf(response.status), said, response.status, waitMs);
}
