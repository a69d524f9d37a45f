/**
 * Takes out of the worker's reach what HubSpot's sandbox does not offer a card: every way to the network, to
 * storage, to other workers, and to the page except by the host's own channel.
 *
 * A worker has no `window` and no `document` to begin with. Left open: a dynamic `import()` is syntax, which
 * only a content security policy on this script's response can confine.
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
