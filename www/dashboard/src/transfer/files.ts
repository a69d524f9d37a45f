/**
 * Saves tables that the browser makes: templates, and the refused lines of a file, to be corrected and imported
 * again.
 */
import { unparse } from "papaparse";
import { FIELDS, type Field, type Kind } from "../data/transfer/kinds";
import { text } from "../text";
import { saveTable } from "../ui/files";
import type { Line, Sheet } from "./sheet";

/** The column name of each field, as exports write it. */
const COLUMNS: Record<Field, string> = {
  contactId: "contact id",
  firstName: "first name",
  lastName: "last name",
  email: "email",
  referrerContactId: "referrer contact id",
  code: "code",
  referrerEmail: "referrer email",
  status: "status",
  clickedAt: "clicked at",
  referredAt: "referred at",
  decidedAt: "decided at",
};

export function keepTemplate(kind: Kind): void {
  keepTable(`goodword-${kind}-template.csv`, [FIELDS[kind].map((field) => COLUMNS[field])]);
}

export interface LeftOut {
  line: Line;
  why: string;
}

/** Saves lines as they stood in the file, each with the reason why it was refused. */
export function keepLeftOut(sheet: Sheet, lines: readonly LeftOut[]): void {
  const rows = lines.map(({ line, why }) => [
    ...sheet.head.map((_, at) => line.cells[at] ?? ""),
    why,
  ]);
  const name = sheet.name.replace(/\.\w+$/, "");
  keepTable(`${name}-refused.csv`, [[...sheet.head, text.transfer.result.why], ...rows]);
}

function keepTable(name: string, rows: string[][]): void {
  saveTable(name, [unparse(rows, { escapeFormulae: true })]);
}
