/**
 * The sandboxed worker that a card runs in, as HubSpot runs it: the card's own unmodified bundle, in a scope
 * without page and network, drawing by messages.
 */
import { createEndpoint, fromMessagePort, retain } from "@remote-ui/rpc";
import type { CardWorker, Handshake, Page } from "../protocol";
import { provideGlobals } from "./globals";
import { lockDown } from "./lockdown";

declare const self: DedicatedWorkerGlobalScope;

const loadScript = self.importScripts.bind(self);

self.addEventListener(
  "message",
  ({ data }: MessageEvent<Handshake>) => {
    const endpoint = createEndpoint(fromMessagePort(data.port));
    const start: CardWorker["start"] = (card, receive, page) => {
      // Both outlive this call, which would otherwise let go of them when it returns.
      retain(receive);
      retain(page);
      reportCrashes(page);
      provideGlobals(self, card.context, receive, page);
      lockDown(self);
      loadScript(card.script);
    };
    endpoint.expose({ start });
    data.port.start();
  },
  { once: true },
);

function reportCrashes(page: Page): void {
  self.addEventListener("error", (event) => page.crashed(event.message));
  self.addEventListener("unhandledrejection", (event) => page.crashed(String(event.reason)));
}
