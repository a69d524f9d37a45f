/**
 * Plays HubSpot on a contact record: hosts the real card bundles, once as a tab and once in the
 * sidebar.
 *
 * The server provides the elements `#card-tab` and `#card-sidebar`, and the record as JSON in
 * `script#record`. The workers' scripts are in the same folder as this one.
 */
import "./record-page.css";
import type { Location } from "../protocol";
import { hostCard } from "./hostCard";
import { parseRecord } from "./record";

const PLACES: ReadonlyArray<{ element: string; location: Location; card: string }> = [
  { element: "card-tab", location: "crm.record.tab", card: "card-tab.js" },
  { element: "card-sidebar", location: "crm.record.sidebar", card: "card-sidebar.js" },
];

const ownScript = document.querySelector<HTMLScriptElement>('script[src*="record-page.js"]');
const assets = ownScript?.src ?? location.href;

function start(): void {
  const data = document.getElementById("record")?.textContent;
  if (data === null || data === undefined) {
    throw new Error("the page holds no script#record");
  }
  const record = parseRecord(data);
  for (const place of PLACES) {
    const element = document.getElementById(place.element);
    if (element !== null) {
      hostCard(element, place.location, record, {
        worker: new URL("card-worker.js", assets).href,
        card: new URL(place.card, assets).href,
      });
    }
  }
}

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", start);
} else {
  start();
}
