/**
 * The one place that calls the API. It follows the rules of the session cookie (same origin; a JSON content type on
 * every change), names the account of the page, and turns every failure into a `Problem`.
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
  patienceMs?: number;
}

// The portal's own work takes milliseconds, so a later answer will not come.
const PATIENCE_MS = 20_000;
// A file on a slow line is on its way for longer.
const FILE_PATIENCE_MS = 5 * 60_000;

/** Fills ids and query into a path. */
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
  const signals = [
    AbortSignal.timeout(asking.patienceMs ?? PATIENCE_MS),
    ...(signal ? [signal] : []),
  ];
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
 * Reads the answer of a route. Its shape is not checked: the types come from the API's description, and the
 * description comes from the types that write the answer. An answer that is not JSON comes from something between,
 * such as a proxy or a hotel's sign-in page.
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

/** Creates something exactly once. Repeated after a lost answer, the API returns what it created the first time. */
export async function create<R extends Route>(route: R, ...asked: Asked<R>): Promise<Answer<R>> {
  return (await createOrFind(route, ...asked)).answer;
}

const CREATED = 201;

/** Creates something, or returns it if it already exists. */
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
    if (isRefusal(error)) forgetKey(wanted);
    throw error;
  }
}

/** Returns whether the API has decided against a wish. An answer that could not be read may have been a consent. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Problem) || error.kind === "unreadable") return false;
  return error.status !== null && error.status >= 400 && error.status < 500;
}

/** Calls the API and ignores the answer. */
export async function tell<R extends Route>(route: R, ...[asking]: Asked<R>): Promise<void> {
  await send(route, asking);
}

/** Fetches a file and saves it. A plain link could not name the account. */
export async function download<R extends Route>(
  name: string,
  route: R,
  ...[asking]: Asked<R>
): Promise<void> {
  const { file } = await fileOf(route, { ...asking });
  saveFile(name, file);
}

/** Fetches a part of a table, and the cursor of the next part. */
export async function table(
  route: Route,
  asking: { query: object },
): Promise<{ text: Blob; next: string | null }> {
  const { file, headers } = await fileOf(route, asking);
  return { text: file, next: headers.get("goodword-next") };
}

async function fileOf(route: Route, asking: Call): Promise<{ file: Blob; headers: Headers }> {
  const headers = { accept: "*/*" };
  const response = await send(route, { ...asking, headers, patienceMs: FILE_PATIENCE_MS });
  const file = await response.blob().catch(() => {
    throw new Problem("unreachable");
  });
  return { file, headers: response.headers };
}
