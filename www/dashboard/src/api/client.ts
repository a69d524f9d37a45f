/**
 * The one place that calls the API. Knows the session cookie's rules (same origin; a JSON content type
 * on every change) and turns every failure into a `Problem`.
 */
import * as v from "valibot";
import { Problem, problemOf } from "./problem";

type Schema<T> = v.GenericSchema<unknown, T>;

interface Call {
  method?: "GET" | "POST" | "PATCH";
  body?: object;
  signal?: AbortSignal;
}

// The portal's own work takes milliseconds; an answer later than this is not coming.
const PATIENCE_MS = 20_000;

async function send(path: string, { method = "GET", body, signal }: Call): Promise<Response> {
  const signals = [AbortSignal.timeout(PATIENCE_MS), ...(signal ? [signal] : [])];
  const init: RequestInit = {
    method,
    credentials: "same-origin",
    headers: { accept: "application/json" },
    signal: AbortSignal.any(signals),
  };
  if (method !== "GET") {
    init.headers = { ...init.headers, "content-type": "application/json" };
    init.body = JSON.stringify(body ?? {});
  }
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem("unreachable");
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** Calls the API and parses its answer. */
export async function call<T>(schema: Schema<T>, path: string, options: Call = {}): Promise<T> {
  const response = await send(path, options);
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  const place = v.getDotPath(parsed.issues[0]) ?? "the answer";
  throw new Problem("unreadable", { detail: `${path}: ${place}` }, response.status);
}

/** Calls the API where nothing in the answer matters. */
export async function tell(path: string, options: Call = {}): Promise<void> {
  await send(path, { method: "POST", ...options });
}
