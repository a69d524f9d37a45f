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
      "Each line enrols a contact of HubSpot by their record id and gives them a link. Who takes part already stays as they are. Nobody is notified.",
    referrals:
      "Each line is a person who was referred, and says who referred them: a contact, a code or an e-mail address. Who is there already stays as they are. Nobody is notified.",
  },
  campaign: "Campaign",
  into: (file: string, campaign: string) => `${file}, into ${campaign}`,
  noCampaign: {
    title: "No campaign takes them",
    body: "Users are imported into a live campaign. Create one, or resume one.",
  },
  file: {
    label: "CSV file",
    choose: "Choose a file",
    drop: "or drop it here",
    template: "Download a template",
    hint: "A file that was exported here is understood as it is. Excel and Google Sheets save as CSV, too.",
  },
  unreadable: {
    empty: "The file has no lines below its first one, which names the columns.",
    large: "The file is larger than 25 MB. Divide it into several.",
    broken: "The file could not be read as a table. Save it as CSV and try again.",
  },
  columns: {
    title: "Columns",
    column: "In the file",
    example: "First value",
    field: "Taken as",
    of: (column: string) => `What the column ${column} is taken as`,
    unnamed: (place: number) => `Column ${place}`,
    ignored: "Not imported",
    missing: {
      contactId: "Say which column has the contact's record id.",
      referrer: "Say which column tells who referred: a contact id, a code or an e-mail address.",
      person: "Say which column tells who was referred: an e-mail address or a contact id.",
    },
  },
  fields: {
    contactId: "Contact id",
    firstName: "First name",
    lastName: "Last name",
    email: "E-mail address",
    referrerContactId: "Referrer: contact id",
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
    noContact: "The contact's record id is missing.",
    noReferrer: "Nothing says who referred.",
    noPerson: "Nothing says who was referred.",
    contact: (value: string) => `“${value}” is no record id of HubSpot: that is a number.`,
    rounded: (value: string) =>
      `“${value}” was shortened by a spreadsheet. Format the column as a number without decimals, and save it again.`,
    email: (value: string) => `“${value}” is not an e-mail address.`,
    name: "A name is one line of at most 100 characters.",
    code: (value: string) => `“${value}” is not a referral code.`,
    status: (value: string) =>
      `“${value}” is not a status: pending, qualified, rejected or reversed.`,
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
    waiting: "Goodword is making room for more links. It goes on by itself.",
    stop: "Stop",
    resume: "Go on",
    stopped:
      "The rest was not imported. The same file can be imported again: what is there stays as it is.",
  },
  result: {
    title: "The import is done",
    partly: "The import was stopped",
    counts: "Numbers of this import",
    added: "Added",
    known: "There already",
    notCounted: "Not counted",
    refused: "Refused",
    list: "Lines that were refused or do not count",
    download: "Download these lines",
    why: "why",
  },
} as const;
