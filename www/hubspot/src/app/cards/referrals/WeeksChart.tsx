/** The results of the link week by week: two bars a week, weeks without results included. */
import { BarChart } from "@hubspot/ui-extensions";
import type { Weeks } from "./answer";
import { texts } from "./texts";

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

interface Props {
  weeks: Weeks;
  locale: string | undefined;
}

export function WeeksChart({ weeks, locale }: Props) {
  // Weeks are in UTC, and so is the day that names one.
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
  const first = Date.parse(weeks.since);
  const rows = (counts: readonly number[], kind: string) =>
    counts.map((count, position) => ({
      week: day.format(first + position * WEEK_MS),
      count,
      kind,
    }));
  return (
    <BarChart
      data={[
        ...rows(weeks.peopleReferred, texts.peopleReferred),
        ...rows(weeks.successfulReferrals, texts.successfulReferrals),
      ]}
      axes={{
        x: { field: "week", fieldType: "category", label: texts.weeks.week },
        y: { field: "count", fieldType: "linear", label: texts.weeks.count },
        options: {
          groupFieldByColor: "kind",
          colors: { [texts.peopleReferred]: "blue", [texts.successfulReferrals]: "green" },
        },
      }}
      options={{ showLegend: true, showTooltips: true }}
    />
  );
}
