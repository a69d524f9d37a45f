/** Saves files in the browser. */

// Without it, spreadsheets assume an encoding older than UTF-8.
const BYTE_ORDER_MARK = "\uFEFF";

/** Saves a table as a CSV file. */
export function saveTable(name: string, parts: BlobPart[]): void {
  saveFile(name, new Blob([BYTE_ORDER_MARK, ...parts], { type: "text/csv;charset=utf-8" }));
}

const KEPT_MS = 60_000;

export function saveFile(name: string, file: Blob): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Some browsers begin to read the file later than the click.
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
