/**
 * Sends rows to the API in parts, each as large as a request may be. The API does not change what exists, so a part
 * whose answer was lost can be sent again.
 */

import { call } from "../client";
import type { ImportedLine } from "../types";
import type { Kind, Row } from "./kinds";
import { patiently } from "./patience";

/** The most rows that the API takes at once. */
const MOST_ROWS = 200;
/** A body has 64 KB at most. JSON syntax and escapes need some of that. */
const MOST_BYTES = 60_000;

/** Splits rows into parts. */
export function partsOf(rows: readonly Row[]): Row[][] {
  const parts: Row[][] = [];
  let part: Row[] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = new TextEncoder().encode(JSON.stringify(row)).length + 1;
    if (part.length === MOST_ROWS || (part.length > 0 && bytes + size > MOST_BYTES)) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(row);
    bytes += size;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

interface Sending {
  kind: Kind;
  campaignId: number;
  signal: AbortSignal;
  /** Is called when Goodword asks to wait, and when the wait is over. */
  onWaiting: (waiting: boolean) => void;
}

/** Sends a part, and retries while that can help. */
export async function sendPart(rows: Row[], sending: Sending): Promise<ImportedLine[]> {
  return (await patiently(() => post(rows, sending), sending)).outcomes;
}

function post(rows: Row[], { kind, campaignId, signal }: Sending) {
  const asking = { ids: { campaign: campaignId }, body: { rows }, signal };
  return kind === "referrers"
    ? call("POST /api/campaigns/{campaign}/referrers/import", asking)
    : call("POST /api/campaigns/{campaign}/referrals/import", asking);
}
