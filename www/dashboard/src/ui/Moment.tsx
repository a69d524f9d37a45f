import { day, moment } from "../text/format";

/** Shows a time in the viewer's zone and format, with the exact time as its tooltip. */
export function Moment({ iso, dayOnly = false }: { iso: string; dayOnly?: boolean }) {
  return (
    <time dateTime={iso} title={moment(iso)}>
      {dayOnly ? day(iso) : moment(iso)}
    </time>
  );
}
