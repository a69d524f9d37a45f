/**
 * Exports a table: fetches it part by part and saves it as one file. The browser stores the parts as blobs, outside
 * the page's memory.
 */

import { saveTable } from "../../ui/files";
import { table } from "../client";
import type { Asking } from "../routes";
import { type Kind, TABLES } from "./kinds";
import { patiently } from "./patience";

/** The filters of the list, as the API takes them. */
export type TableQuery = NonNullable<
  (Asking<"GET /api/referrers"> | Asking<"GET /api/referrals">)["query"]
>;

export async function exportTable(
  kind: Kind,
  query: TableQuery,
  onPart: (parts: number) => void,
): Promise<void> {
  const parts: Blob[] = [];
  let after: string | null = null;
  do {
    onPart(parts.length);
    const { text, next }: Part = await patiently(() =>
      table(TABLES[kind], { query: { ...query, ...(after && { after }) } }),
    );
    parts.push(text);
    after = next;
  } while (after !== null);
  const day = new Date().toISOString().slice(0, 10);
  saveTable(`goodword-${kind}-${day}.csv`, parts);
}

type Part = Awaited<ReturnType<typeof table>>;
