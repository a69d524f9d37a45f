/**
 * Reads the responses of HubSpot's proxy, which stands between the card and the backend.
 *
 * The proxy turns a backend status of 300 or more into HTTP 200 with an error envelope. HubSpot's
 * own development proxy wraps successes too. HubSpot does not document how a refused or timed-out
 * call looks, so this module understands each form found in HubSpot's packages, and plain statuses
 * as well.
 */
import * as v from "valibot";
import { type Trouble, troubleOfStatus } from "./trouble";

const OneOrMany = v.union([v.string(), v.number(), v.array(v.union([v.string(), v.number()]))]);

const ErrorEnvelope = v.object({
  status: v.literal("error"),
  category: v.optional(v.string(), ""),
  message: v.optional(v.string(), ""),
  context: v.optional(v.object({ appServerStatusCode: v.optional(OneOrMany) }), {}),
  responseBody: v.optional(v.unknown()),
});

const SuccessEnvelope = v.object({ status: v.literal("success"), responseBody: v.unknown() });

/** RFC 9457, as Goodword sends refusals. */
const Problem = v.object({ title: v.string(), detail: v.optional(v.string()) });

const Thrown = v.object({
  message: v.optional(v.string(), ""),
  name: v.optional(v.string(), ""),
  status: v.optional(v.number()),
  responseJSON: v.optional(v.unknown()),
});

const LIMIT_CATEGORIES = new Set(["RATE_LIMIT", "RATE_LIMITS", "TOO_MANY_REQUESTS"]);
const SOUNDS_LIKE_TIMEOUT = /time(d)?[ -_]?out|took too long/i;

/** Returns the backend's body, or the trouble that the envelope describes. */
export function unwrap(status: number, body: unknown): { body: unknown } | { trouble: Trouble } {
  const failure = v.safeParse(ErrorEnvelope, body);
  if (failure.success) {
    return { trouble: troubleOfEnvelope(failure.output, status) };
  }
  if (status < 200 || status > 299) {
    return { trouble: troubleOfStatus(status, aboutOf(body)) };
  }
  const success = v.safeParse(SuccessEnvelope, body);
  return { body: success.success ? success.output.responseBody : body };
}

/** Returns the trouble that a rejected `hubspot.fetch` describes. */
export function troubleOfRejection(reason: unknown): Trouble {
  const thrown = v.safeParse(Thrown, reason);
  if (!thrown.success) {
    return { kind: "network" };
  }
  const { name, message, status, responseJSON } = thrown.output;
  const envelope = v.safeParse(ErrorEnvelope, responseJSON);
  if (envelope.success) {
    return troubleOfEnvelope(envelope.output, status ?? 0);
  }
  if (SOUNDS_LIKE_TIMEOUT.test(`${name} ${message}`)) {
    return { kind: "timeout" };
  }
  return status === undefined || status === 0
    ? { kind: "network" }
    : troubleOfStatus(status, aboutOf(responseJSON));
}

function troubleOfEnvelope(envelope: v.InferOutput<typeof ErrorEnvelope>, status: number): Trouble {
  const named = [envelope.context.appServerStatusCode].flat()[0];
  const backendStatus = Number(named ?? Number.NaN);
  if (Number.isInteger(backendStatus)) {
    return troubleOfStatus(backendStatus, aboutOf(envelope.responseBody));
  }
  if (LIMIT_CATEGORIES.has(envelope.category)) {
    return { kind: "busy" };
  }
  if (SOUNDS_LIKE_TIMEOUT.test(`${envelope.category} ${envelope.message}`)) {
    return { kind: "timeout" };
  }
  // Without a backend status, HubSpot itself failed or refused.
  return envelope.category === "VALIDATION_ERROR" || (status >= 400 && status < 500)
    ? { kind: "blocked", about: envelope.message }
    : { kind: "unreachable" };
}

function aboutOf(body: unknown): string | null {
  const problem = v.safeParse(Problem, typeof body === "string" ? jsonOf(body) : body);
  return problem.success ? (problem.output.detail ?? problem.output.title) : null;
}

/** Parses the JSON in `text`. Returns undefined if it is not JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
