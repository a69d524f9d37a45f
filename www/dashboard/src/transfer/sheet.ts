/**
 * Reads a file as a table. Spreadsheets write CSV with commas, semicolons or tabs, in UTF-8, UTF-16 or
 * Windows-1252. All of these are read.
 */
import { type ParseError, parse } from "papaparse";

export interface Line {
  /** The number of the line in the file, as a spreadsheet counts. */
  line: number;
  cells: string[];
}

export interface Sheet {
  name: string;
  head: string[];
  lines: Line[];
}

export type Unreadable = "empty" | "large" | "broken" | "openQuote" | "strayQuote";

export class NoSheet extends Error {
  constructor(
    readonly why: Unreadable,
    /** The line at fault, if there is one. */
    readonly line = 0,
  ) {
    super(why);
  }
}

/** Some hundred thousand lines. A browser can hold as much without a delay. */
const LARGEST = 25 * 1024 * 1024;

export async function sheetOf(file: File): Promise<Sheet> {
  if (file.size > LARGEST) throw new NoSheet("large");
  const content = decoded(await file.arrayBuffer());
  const { data, errors } = parse<string[]>(content, { delimiter: delimiterOf(content) });
  const [fault] = errors;
  // An open quotation mark makes one cell of the rest of the file.
  if (fault?.code === "MissingQuotes") throw new NoSheet("openQuote", lineOf(fault));
  if (fault) throw new NoSheet("strayQuote", lineOf(fault));
  const [head, ...rest] = data.map((cells) => cells.map(unguarded));
  const lines = rest
    .map((cells, index) => ({ line: index + 2, cells }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  if (!head || lines.length === 0) throw new NoSheet("empty");
  return { name: file.name, head, lines };
}

const lineOf = ({ row = 0 }: ParseError): number => row + 1;

/** Returns the most frequent delimiter of the first line. The texts of later lines would mislead a guess. */
function delimiterOf(content: string): string {
  const [head = ""] = content.split("\n", 1);
  const times = (mark: string) => head.split(mark).length;
  return [",", ";", "\t"].reduce((best, mark) => (times(mark) > times(best) ? mark : best));
}

function decoded(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Removes the apostrophe that keeps spreadsheets from reading a cell as a formula. */
const unguarded = (cell: string): string => cell.trim().replace(/^'(?=[=+\-@\t\r])/, "");
