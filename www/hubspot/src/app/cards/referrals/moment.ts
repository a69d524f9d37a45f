/** Times in the viewer's language: how long ago, and exactly when. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;
const YEAR = 365 * DAY;

/** Each unit is used from its own length on. Less than a minute is shown as now. */
const UNITS: ReadonlyArray<readonly [Intl.RelativeTimeFormatUnit, number]> = [
  ["year", YEAR],
  ["month", MONTH],
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
];

/** Says how long before `now` the moment was. A moment ahead of a slow clock counts as now. */
export function relative(moment: Date, now: Date, locale: string | undefined): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const elapsed = now.getTime() - moment.getTime();
  for (const [unit, length] of UNITS) {
    if (elapsed >= length) {
      return format.format(-Math.floor(elapsed / length), unit);
    }
  }
  return format.format(0, "second");
}

/** Returns the full date and time, in the time zone of the viewer's browser. */
export function exact(moment: Date, locale: string | undefined): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "long" }).format(moment);
}

/**
 * Converts HubSpot's locales, such as `en-us` or `en_US`. An invalid locale becomes the browser's
 * own.
 */
export function localeOf(hubspotLocale: string | undefined): string | undefined {
  try {
    return Intl.getCanonicalLocales(hubspotLocale?.replaceAll("_", "-"))[0];
  } catch {
    return undefined;
  }
}
