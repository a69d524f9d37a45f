/** Exports and imports as CSV. */
import { number } from "./format";
import { counted } from "./words";

const lines = (n: number): string => counted(n, "line", "lines");

export const transfer = {
  menu: { referrers: "CSV", referrals: "Referrals CSV" },
  export: "Export CSV",
  import: "Import CSV",
  exporting: (parts: number) =>
    parts === 0 ? "Exporting" : `Exporting, part ${number(parts + 1)}`,
  titles: { referrers: "Import users", referrals: "Import referrals" },
  about: {
    referrers:
      "Each line enrols a HubSpot contact by their record ID. They get a link as soon as HubSpot has confirmed that it has them; the same file, imported again, says what became of each line. Existing users stay unchanged. Nobody is notified.",
    referrals:
      "Each line is a referred person, and names the referrer by a contact, a code or an e-mail address. Existing referrals stay unchanged. Nobody is notified.",
  },
  campaign: "Campaign",
  into: (file: string, campaign: string) => `${file}, into ${campaign}`,
  noCampaign: {
    title: "No campaign can take users",
    body: "Users are imported into a live campaign. Create one, or resume one.",
  },
  file: {
    label: "CSV file",
    choose: "Choose a file",
    drop: "or drop it here",
    template: "Download a template",
    hint: "A file that was exported here needs no changes. Excel and Google Sheets can save as CSV.",
  },
  unreadable: {
    empty: () => "The file has no lines after the first one, which names the columns.",
    large: () => "The file is larger than 25 MB. Divide it into several.",
    broken: () => "The file could not be read as a table. Save it as CSV and try again.",
    openQuote: (line: number) =>
      `A quotation mark in line ${line} is never closed, so the lines after it cannot be read. Mend the line, or save ` +
      "the file as CSV once more.",
    strayQuote: (line: number) =>
      `A quotation mark stands in the middle of a cell of line ${line}. Mend the line, or save the file as CSV once more.`,
  },
  columns: {
    title: "Columns",
    column: "In the file",
    example: "First value",
    field: "Imported as",
    of: (column: string) => `Field for the column ${column}`,
    unnamed: (place: number) => `Column ${place}`,
    ignored: "Not imported",
    missing: {
      contactId: "Choose the column that has the contact's record ID.",
      referrer:
        "Choose the column that names the referrer: a contact ID, a code or an e-mail address.",
      person:
        "Choose the column that names the referred person: an e-mail address or a contact ID.",
    },
  },
  fields: {
    contactId: "Contact ID",
    firstName: "First name",
    lastName: "Last name",
    email: "E-mail address",
    referrerContactId: "Referrer: contact ID",
    code: "Referrer: code or link",
    referrerEmail: "Referrer: e-mail address",
    status: "Status",
    clickedAt: "Clicked at",
    referredAt: "Referred at",
    decidedAt: "Decided at",
  },
  problems: {
    title: "Lines with problems",
    line: "Line",
    what: "What is wrong",
    more: (n: number) => `and ${lines(n)} more`,
    noContact: "The contact's record ID is missing.",
    noReferrer: "The referrer is missing.",
    noPerson: "The referred person is missing.",
    contact: (value: string) => `“${value}” is not a record ID. A record ID is a number.`,
    rounded: (value: string) =>
      `“${value}” was shortened by a spreadsheet. Format the column as a number without decimals, and save it again.`,
    email: (value: string) => `“${value}” is not an e-mail address.`,
    name: "A name is one line of at most 100 characters.",
    code: (value: string) => `“${value}” is not a referral code.`,
    status: (value: string) =>
      `“${value}” is not a status: pending, qualified, rejected, reversed or inReview.`,
    time: (value: string) =>
      `“${value}” is not a time: write it as 2026-05-31 or 2026-05-31 14:00.`,
  },
  ready: {
    all: (n: number) => `${lines(n)} can be imported.`,
    some: (good: number, bad: number) =>
      `${lines(good)} can be imported; ${lines(bad)} with problems ${bad === 1 ? "is" : "are"} left out.`,
    none: "No line can be imported.",
    start: (n: number) => `Import ${lines(n)}`,
    other: "Another file",
  },
  sending: {
    label: "Progress of the import",
    done: (done: number, all: number) => `${number(done)} of ${lines(all)}`,
    waiting: "Goodword is reserving more links. The import continues by itself.",
    stop: "Stop",
    resume: "Continue",
    stopped:
      "The rest was not imported. You can import the same file again: existing lines stay unchanged.",
  },
  result: {
    title: "The import is done",
    partly: "The import was stopped",
    counts: "Counts of this import",
    added: "Added",
    known: "Already there",
    checking: "Being checked in HubSpot",
    notCounted: "Not counted",
    refused: "Refused",
    list: "Lines that were refused or do not count",
    download: "Download these lines",
    why: "why",
  },
} as const;
