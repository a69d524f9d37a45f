/** Sends a card's `hubspot.fetch` to the server, which plays HubSpot's proxy. */
import type { FetchAnswer, FetchRequest } from "../protocol";
import type { RecordData } from "./record";

const DEFAULT_TIMEOUT_MS = 15_000;
/** The proxy ends a call in time. After this additional time it counts as unreachable. */
const GRACE_MS = 1_000;

export function fetchThroughProxy(record: RecordData) {
  return async (request: FetchRequest): Promise<FetchAnswer> => {
    const response = await fetch(record.fetchEndpoint, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        portalId: record.portalId,
        userId: record.user.id,
        userEmail: record.user.email,
        ...request,
      }),
      signal: AbortSignal.timeout((request.timeout ?? DEFAULT_TIMEOUT_MS) + GRACE_MS),
    });
    const answer: unknown = await response.json();
    if (!isAnswer(answer)) {
      throw new Error(`the proxy answered ${response.status} without a status`);
    }
    const { status, body } = answer;
    return { status, body: typeof body === "string" ? body : JSON.stringify(body ?? null) };
  };
}

function isAnswer(answer: unknown): answer is { status: number; body?: unknown } {
  return (
    typeof answer === "object" &&
    answer !== null &&
    "status" in answer &&
    typeof answer.status === "number"
  );
}
