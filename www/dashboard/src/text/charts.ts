/** Charts: their titles, and their descriptions for screen readers. */
import { number } from "./format";

export const charts = {
  measures: {
    joined: "Joined",
    clicks: "Clicks",
    peopleReferred: "People referred",
    successfulReferrals: "Successful referrals",
  },
  /** Visits that are no clicks. */
  uncounted: {
    machineVisits: "By machines",
    repeatedVisits: "Repeated within an hour",
  },
  lastDays: (n: number) => `Last ${number(n)} days`,
  range: "Period",
  day: "Day",
  asTable: "Show as a table",
  asPicture: "Show as a chart",
  told: (name: string, total: number, days: number, most: number, when: string) =>
    total === 0
      ? `${name}: none in ${number(days)} days.`
      : `${name}: ${number(total)} in ${number(days)} days, most on ${when} (${number(most)}).`,
  bar: (when: string, n: number) => `${when}: ${number(n)}`,
} as const;
