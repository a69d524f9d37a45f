/** Formats numbers and times in the language and time zone of the browser. */
const numbers = new Intl.NumberFormat();
const shares = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
const moments = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const clocks = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const days = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

// A calendar day has no time zone, so it is both read and written as UTC.
const calendarDays = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });

export const calendarDay = (day: string): string => calendarDays.format(new Date(day));
export const number = (value: number): string => numbers.format(value);
export const share = (part: number): string => shares.format(part);
export const moment = (iso: string): string => moments.format(new Date(iso));
export const clock = (at: number): string => clocks.format(at);
export const day = (iso: string): string => days.format(new Date(iso));

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const units = (value: number, unit: string): string =>
  new Intl.NumberFormat(undefined, { style: "unit", unit, unitDisplay: "narrow" }).format(value);

/** Formats a span in its two largest units: `42s`, `3m 5s`, `2h 10m`. */
export function span(fromIso: string, toMs: number): string {
  return duration(Math.max(0, Math.round((toMs - Date.parse(fromIso)) / 1000)));
}

/** Formats seconds in their two largest units. */
export function duration(seconds: number): string {
  if (seconds < MINUTE) return units(seconds, "second");
  if (seconds < HOUR) {
    return `${units(Math.floor(seconds / MINUTE), "minute")} ${units(seconds % MINUTE, "second")}`;
  }
  const minutes = Math.floor((seconds % HOUR) / MINUTE);
  return `${units(Math.floor(seconds / HOUR), "hour")} ${units(minutes, "minute")}`;
}
