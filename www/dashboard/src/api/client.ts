/**
 * The one place that calls the API. Knows the session cookie's rules (same origin; a JSON content type
 * on every change), names the account that the page is about, and turns every failure into a `Problem`.
 */
import * as v from "valibot";
import { accountOf } from "./account";
import { forgetKey, keyFor } from "./once";
import { Problem, problemOf } from "./problem";

type Schema<T> = v.GenericSchema<unknown, T>;

interface Call {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  body?: object;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

// The portal's own work takes milliseconds; an answer later than this is not coming.
const PATIENCE_MS = 20_000;

function headersOf({ method = "GET", headers }: Call): Record<string, string> {
  const account = accountOf(window.location.pathname);
  return {
    accept: "application/json",
    ...(account === null ? {} : { "goodword-portal": String(account) }),
    ...(method === "GET" ? {} : { "content-type": "application/json" }),
    ...headers,
  };
}

async function send(path: string, options: Call): Promise<Response> {
  const { method = "GET", body, signal } = options;
  const signals = [AbortSignal.timeout(PATIENCE_MS), ...(signal ? [signal] : [])];
  const init: RequestInit = {
    method,
    credentials: "same-origin",
    headers: headersOf(options),
    signal: AbortSignal.any(signals),
  };
  if (method !== "GET") init.body = JSON.stringify(body ?? {});
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

/** Makes something, once: asked again after no answer came, the API gives what it made the first time. */
export async function create<T>(schema: Schema<T>, path: string, body: object = {}): Promise<T> {
  const wanted = `${accountOf(window.location.pathname)} ${path} ${JSON.stringify(body)}`;
  const headers = { "idempotency-key": keyFor(wanted) };
  try {
    const made = await call(schema, path, { method: "POST", body, headers });
    forgetKey(wanted);
    return made;
  } catch (error) {
    const decided = error instanceof Problem && (error.status ?? 500) < 500;
    if (decided) forgetKey(wanted);
    throw error;
  }
}

/** Calls the API where nothing in the answer matters. */
export async function tell(path: string, options: Call = {}): Promise<void> {
  await send(path, { method: "POST", ...options });
}

/** Fetches a file and hands it to the browser to keep: a plain link could not name the account. */
export async function download(path: string, name: string): Promise<void> {
  const response = await send(path, { headers: { accept: "*/*" } });
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
