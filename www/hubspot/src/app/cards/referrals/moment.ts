/** Moments in the viewer's language: how long ago, and exactly when. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;
const YEAR = 365 * DAY;

/** Each unit is used from its own length on; below a minute it is simply now. */
const UNITS: ReadonlyArray<readonly [Intl.RelativeTimeFormatUnit, number]> = [
  ["year", YEAR],
  ["month", MONTH],
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
];

/** How long before `now` the moment was. A moment ahead of a slow clock counts as now. */
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

/** The full date and time with its zone, in the zone of the viewer's browser. */
export function exact(moment: Date, locale: string | undefined): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "long" }).format(moment);
}

/** HubSpot writes locales as `en-us` or `en_US`; what is no locale at all falls back to the browser's own. */
export function localeOf(hubspotLocale: string | undefined): string | undefined {
  try {
    return Intl.getCanonicalLocales(hubspotLocale?.replaceAll("_", "-"))[0];
  } catch {
    return undefined;
  }
}
