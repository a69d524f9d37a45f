/**
 * The sandboxed worker in which a card runs, as in HubSpot: the card's own unmodified bundle, in a
 * scope without page and network. It draws by messages.
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
      // Both are used after this call returns, when the library would otherwise release them.
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
