import { day, moment } from "../text/format";

/** A moment in the viewer's zone and format; hovering tells it exactly. */
export function Moment({ iso, dayOnly = false }: { iso: string; dayOnly?: boolean }) {
  return (
    <time dateTime={iso} title={moment(iso)}>
      {dayOnly ? day(iso) : moment(iso)}
    </time>
  );
}
