import { Table } from "@mantine/core";
import type { Day } from "../data/types";
import { text } from "../text";
import { calendarDay, number } from "../text/format";
import table from "../ui/Table.module.css";
import classes from "./charts.module.css";
import { DayBars } from "./DayBars";

/** The counts of one day. */
export type Activity = Omit<Day, "joined"> & Partial<Pick<Day, "joined">>;

const MEASURES = ["joined", "clicks", "peopleReferred", "successfulReferrals"] as const;
/** Measures that only the table shows, because they do not count. */
const UNCOUNTED = ["machineVisits", "repeatedVisits"] as const;
type Measure = (typeof MEASURES)[number] | (typeof UNCOUNTED)[number];

const nameOf: Record<Measure, string> = { ...text.charts.measures, ...text.charts.uncounted };

interface Props {
  days: Activity[];
  title: string;
  asTable: boolean;
}

/** Charts the days, one small chart per measure, because the measures have different scales. */
export default function ActivityPicture({ days, title, asTable }: Props) {
  const shown = MEASURES.filter((measure) => days.some((day) => day[measure] !== undefined));
  if (asTable) {
    return <ActivityTable days={days} measures={[...shown, ...UNCOUNTED]} title={title} />;
  }
  const [first, last] = [days[0], days.at(-1)];
  return (
    <>
      <div className={classes.tiles}>
        {shown.map((measure) => (
          <DayBars
            key={measure}
            name={text.charts.measures[measure]}
            bars={days.map((day) => ({ day: day.day, value: day[measure] ?? 0 }))}
          />
        ))}
      </div>
      {first && last && (
        <div className={classes.span}>
          <span>{calendarDay(first.day)}</span>
          <span>{calendarDay(last.day)}</span>
        </div>
      )}
    </>
  );
}

interface TableProps {
  days: Activity[];
  measures: Measure[];
  title: string;
}

function ActivityTable({ days, measures, title }: TableProps) {
  return (
    <section className={classes.scroll} aria-label={title}>
      <Table className={table.table} aria-label={title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.charts.day}</Table.Th>
            {measures.map((measure) => (
              <Table.Th key={measure} className={table.number}>
                {nameOf[measure]}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.toReversed().map((day) => (
            <Table.Tr key={day.day}>
              <Table.Td>{calendarDay(day.day)}</Table.Td>
              {measures.map((measure) => (
                <Table.Td key={measure} className={table.number}>
                  {number(day[measure] ?? 0)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
