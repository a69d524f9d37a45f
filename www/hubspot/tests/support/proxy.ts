/** Plays HubSpot's proxy behind `hubspot.fetch`: sends the given replies in their order. */
import { afterEach, beforeEach, vi } from "vitest";
import { NOW } from "./answers";

export interface Call {
  url: string;
  method: string;
  timeout: number | undefined;
  body: unknown;
  headers: unknown;
}

type Reply = () => Promise<Response>;

export interface HubSpotProxy {
  calls: Call[];
  /** Sets the next replies, one for each call. A call without a reply never ends. */
  willReply(...replies: Reply[]): void;
}

/** Installs a proxy before each test of the file, with the clock at `NOW`, and removes both after it. */
export function useProxy(): HubSpotProxy {
  let queue: Reply[] = [];
  const proxy: HubSpotProxy = {
    calls: [],
    willReply: (...replies) => void queue.push(...replies),
  };
  const hsFetch = (url: string, options: Omit<Call, "url">): Promise<Response> => {
    proxy.calls.push({ ...options, url });
    return queue.shift()?.() ?? never();
  };
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
    proxy.calls = [];
    queue = [];
    // The package looks for a worker's scope.
    vi.stubGlobal("self", globalThis);
    vi.stubGlobal("hsFetch", hsFetch);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  return proxy;
}

export const ok = (body: unknown): Reply => plain(200, JSON.stringify(body));

export function plain(status: number, body: string): Reply {
  return async () => new Response(body, { status });
}

export const throws = (reason: unknown): Reply => {
  return () => Promise.reject(reason);
};

export const silence: Reply = () => never();

/** Returns the proxy's reply for a backend that answered with 300 or more: an HTTP 200. */
export function backendAnswered(status: number, body?: unknown): Reply {
  return ok({
    status: "error",
    category: "BAD_GATEWAY",
    message: "Error returned from Request Uri",
    responseBody: body,
    context: { appServerStatusCode: [String(status)], correlationId: ["c"] },
  });
}

/** Returns a reply that is sent when the test releases it. */
export function held(): { reply: Reply; release: (body: unknown) => void } {
  let release: (body: unknown) => void = () => undefined;
  const promise = new Promise<Response>((resolve) => {
    release = (body) => resolve(new Response(JSON.stringify(body)));
  });
  return { reply: () => promise, release };
}

function never(): Promise<Response> {
  return new Promise(() => undefined);
}
