/**
 * The one place that calls the API. Knows the session cookie's rules (same origin; a JSON content type
 * on every change), names the account that the page is about, and turns every failure into a `Problem`.
 */
import { accountOf } from "../places/account";
import { saveFile } from "../ui/files";
import { Problem } from "../ui/problem";
import { forgetKey, keyFor } from "./idempotency";
import { problemOf } from "./refusals";
import type { Answer, Asked, Route } from "./routes";

interface Call {
  ids?: object;
  query?: object;
  body?: object;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

// The portal's own work takes milliseconds; an answer later than this is not coming.
const PATIENCE_MS = 20_000;

/** The address of a path, its ids filled in. */
function addressOf(path: string, { ids = {}, query = {} }: Call): string {
  const values = new Map<string, unknown>(Object.entries(ids));
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(values.get(name))),
  );
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return search.size === 0 ? place : `${place}?${search}`;
}

function headersOf(method: string, headers: Record<string, string> = {}): Record<string, string> {
  const account = accountOf(window.location.pathname);
  return {
    accept: "application/json",
    ...(account === null ? {} : { "goodword-portal": String(account) }),
    ...(method === "GET" ? {} : { "content-type": "application/json" }),
    ...headers,
  };
}

async function send(route: Route, asking: Call = {}): Promise<Response> {
  const [method = "GET", path = ""] = route.split(" ");
  const { body, signal } = asking;
  const signals = [AbortSignal.timeout(PATIENCE_MS), ...(signal ? [signal] : [])];
  const init: RequestInit = {
    method,
    credentials: "same-origin",
    headers: headersOf(method, asking.headers),
    signal: AbortSignal.any(signals),
  };
  if (method !== "GET") init.body = JSON.stringify(body ?? {});
  let response: Response;
  try {
    response = await fetch(addressOf(path, asking), init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem("unreachable");
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/**
 * The answer of a route. That it has the shape which the API's description gives it is believed: the types
 * are made of the description, and the description of the types that write the answer. What is no JSON
 * comes from somebody else, a proxy or a hotel's door.
 */
async function read<R extends Route>(route: R, asking: Call = {}): Promise<Answer<R>> {
  return bodyOf(route, await send(route, asking));
}

async function bodyOf<R extends Route>(route: R, response: Response): Promise<Answer<R>> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === "object" && body !== null) return body as Answer<R>;
  throw new Problem("unreadable", { detail: route }, response.status);
}

/** Calls the API. */
export function call<R extends Route>(route: R, ...[asking]: Asked<R>): Promise<Answer<R>> {
  return read(route, asking);
}

/** Makes something, once: asked again after no answer came, the API gives what it made the first time. */
export async function create<R extends Route>(route: R, ...asked: Asked<R>): Promise<Answer<R>> {
  return (await createOrFind(route, ...asked)).answer;
}

const CREATED = 201;

/** The same where the API may have it already, and then answers with what is there. */
export async function createOrFind<R extends Route>(
  route: R,
  ...[asking]: Asked<R>
): Promise<{ answer: Answer<R>; isNew: boolean }> {
  const { ids, body }: Call = asking ?? {};
  const wanted = JSON.stringify([accountOf(window.location.pathname), route, ids, body]);
  const headers = { "idempotency-key": keyFor(wanted) };
  try {
    const response = await send(route, { ...asking, headers });
    const answer = await bodyOf(route, response);
    forgetKey(wanted);
    return { answer, isNew: response.status === CREATED };
  } catch (error) {
    const decided = error instanceof Problem && (error.status ?? 500) < 500;
    if (decided) forgetKey(wanted);
    throw error;
  }
}

/** Calls the API where nothing in the answer matters. */
export async function tell<R extends Route>(route: R, ...[asking]: Asked<R>): Promise<void> {
  await send(route, asking);
}

/** Fetches a file and hands it to the browser to keep: a plain link could not name the account. */
export async function download<R extends Route>(
  name: string,
  route: R,
  ...[asking]: Asked<R>
): Promise<void> {
  const response = await send(route, { ...asking, headers: { accept: "*/*" } });
  saveFile(name, await response.blob());
}

/** A part of a table, and where the next one begins. */
export async function table(
  route: Route,
  asking: { query: object },
): Promise<{ text: Blob; next: string | null }> {
  const response = await send(route, { ...asking, headers: { accept: "*/*" } });
  return { text: await response.blob(), next: response.headers.get("goodword-next") };
}
