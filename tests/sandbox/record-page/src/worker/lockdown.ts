/**
 * Removes from the worker everything that HubSpot's sandbox does not offer to a card: the network,
 * storage, other workers, and the page except through the host's own channel.
 *
 * A worker has no `window` and no `document`. A dynamic `import()` stays possible, because it is
 * syntax: only a content security policy on this script's response could forbid it.
 */
export const REMOVED = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "WebTransport",
  "EventSource",
  "importScripts",
  "Worker",
  "SharedWorker",
  "BroadcastChannel",
  "MessageChannel",
  "indexedDB",
  "caches",
  "cookieStore",
  "postMessage",
  "onmessage",
  "close",
] as const;

export function lockDown(scope: object): void {
  for (const name of REMOVED) {
    for (
      let holder: object | null = scope;
      holder !== null;
      holder = Object.getPrototypeOf(holder)
    ) {
      Reflect.deleteProperty(holder, name);
    }
    Object.defineProperty(scope, name, { value: undefined, writable: false, configurable: false });
  }
}
