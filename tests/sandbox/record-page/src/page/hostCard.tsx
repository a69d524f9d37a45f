/**
 * Starts a card in its own sandboxed worker, and draws its messages into an element of the page.
 */
import { createRemoteReceiver, RemoteRenderer } from "@remote-ui/react/host";
import { createEndpoint, fromMessagePort } from "@remote-ui/rpc";
import { createRoot } from "react-dom/client";
import type { CardWorker, Handshake, Location, Page } from "../protocol";
import { CardFrame } from "./CardFrame";
import { controller } from "./components/controller";
import { readProperties, refreshProperties } from "./properties";
import { fetchThroughProxy } from "./proxy";
import { contextOf, type RecordData } from "./record";
import { showToast } from "./toasts";

interface Scripts {
  worker: string;
  card: string;
}

export function hostCard(
  element: HTMLElement,
  location: Location,
  record: RecordData,
  scripts: Scripts,
): void {
  const receiver = createRemoteReceiver();
  const root = createRoot(element);
  const draw = (crash: string | null) =>
    root.render(
      <CardFrame location={location} crash={crash}>
        <RemoteRenderer receiver={receiver} controller={controller} />
      </CardFrame>,
    );
  draw(null);

  const worker = new Worker(scripts.worker, { name: location });
  worker.addEventListener("error", (event) => draw(event.message || "its script did not load"));
  const { port1, port2 } = new MessageChannel();
  const handshake: Handshake = { port: port2 };
  worker.postMessage(handshake, [port2]);
  const endpoint = createEndpoint<CardWorker>(fromMessagePort(port1), { callable: ["start"] });
  port1.start();
  endpoint.call
    .start(
      { script: scripts.card, context: contextOf(record, location) },
      receiver.receive,
      pageFor(record, draw),
    )
    .catch((reason: unknown) => draw(String(reason)));
}

function pageFor(record: RecordData, draw: (crash: string) => void): Page {
  return {
    hubspotFetch: fetchThroughProxy(record),
    addAlert: showToast,
    copyTextToClipboard: (text) => navigator.clipboard.writeText(text),
    reloadPage: () => location.reload(),
    refreshObjectProperties: () => void refreshProperties(),
    fetchCrmObjectProperties: readProperties,
    notOffered: (name) =>
      showToast({ type: "warning", message: `This record page does not offer ${name}.` }),
    log: (level, data) => console.log(`[card] ${level}: ${data}`),
    crashed: draw,
  };
}
