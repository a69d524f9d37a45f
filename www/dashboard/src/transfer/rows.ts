/**
 * Converts the lines of a file into the API's rows, and finds the faults that the API would refuse. Only the API
 * knows the rest, such as whether a contact takes part.
 */

import type { Field, Kind, Row } from "../data/transfer/kinds";
import { text } from "../text";
import type { Line, Sheet } from "./sheet";

export interface Judged {
  line: Line;
  row: Row;
  problem: string | null;
}

const words = text.transfer.problems;

/** Converts lines into rows, each with its first fault. */
export function judged(kind: Kind, sheet: Sheet, fields: readonly (Field | null)[]): Judged[] {
  return sheet.lines.map((line) => {
    const row: Row = { line: line.line };
    let problem: string | null = null;
    fields.forEach((field, place) => {
      const cell = line.cells[place]?.trim();
      if (!field || !cell) return;
      const [value, wrong] = READERS[field](cell);
      row[field] = value;
      problem ??= wrong;
    });
    return { line, row, problem: missing(kind, row) ?? problem };
  });
}

function missing(kind: Kind, row: Row): string | null {
  if (kind === "referrers") return row.contactId ? null : words.noContact;
  if (!(row.referrerContactId || row.code || row.referrerEmail)) return words.noReferrer;
  return row.email || row.contactId ? null : words.noPerson;
}

/** Reads a cell: its value as it is sent, and its fault. */
type Reader = (cell: string) => [value: string, problem: string | null];

const contact: Reader = (cell) => {
  if (/^[1-9]\d{0,18}$/.test(cell)) return [cell, null];
  const rounded = /^\d+([.,]\d+)?e\+?\d+$/i.test(cell);
  return [cell, rounded ? words.rounded(cell) : words.contact(cell)];
};

const email: Reader = (cell) => [
  cell,
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell) ? null : words.email(cell),
];

const name: Reader = (cell) => [
  cell,
  cell.length <= 100 && !/\p{Cc}/u.test(cell) ? null : words.name,
];

/** Accepts a code, and a link in any form that Goodword gives out: only the API knows its slugs and hosts. */
const code: Reader = (cell) => {
  const own = /\/r\/([0-9a-z]{10})\/?(?:[?#]|$)/i.exec(cell)?.[1] ?? cell;
  const known = own.includes("/") || /^[0-9a-z]{10}$/i.test(own);
  return [own, known ? null : words.code(cell)];
};

const STATUSES = new Map([
  ["pending", "pending"],
  ["open", "pending"],
  ["new", "pending"],
  ["qualified", "qualified"],
  ["successful", "qualified"],
  ["approved", "qualified"],
  ["converted", "qualified"],
  ["won", "qualified"],
  ["rejected", "rejected"],
  ["declined", "rejected"],
  ["denied", "rejected"],
  ["lost", "rejected"],
  ["reversed", "reversed"],
  ["inreview", "inReview"],
  ["in review", "inReview"],
]);

const status: Reader = (cell) => {
  const known = STATUSES.get(cell.toLowerCase());
  return [known ?? cell, known ? null : words.status(cell)];
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:\d{2})?$/i;

/** Reads days and times in ISO 8601. Times without a zone are UTC. */
const time: Reader = (cell) => {
  const [whole, day, minute, seconds = ":00", zone = "Z"] = MOMENT.exec(cell) ?? [];
  const value = whole ? `${day}T${minute}${seconds}${zone.toUpperCase()}` : cell;
  // Other notations are refused, because browsers read them differently.
  const known = whole !== undefined || DAY.test(cell);
  return [value, known && isMoment(value) ? null : words.time(cell)];
};

/** Browsers read the 31st of February as a day of March, and the hour 24 as the next day's first. */
function isMoment(text: string): boolean {
  const day = text.slice(0, 10);
  const noon = new Date(`${day}T12:00:00Z`);
  if (Number.isNaN(Date.parse(text)) || Number.isNaN(noon.getTime())) return false;
  return noon.toISOString().startsWith(day) && !text.slice(10).startsWith("T24");
}

const READERS: Record<Field, Reader> = {
  contactId: contact,
  referrerContactId: contact,
  code,
  referrerEmail: email,
  email,
  firstName: name,
  lastName: name,
  status,
  referredAt: time,
  clickedAt: time,
  decidedAt: time,
};
