import { text } from "../text";
import { calendarDay, number } from "../text/format";
import classes from "./charts.module.css";

export interface Bar {
  day: string;
  value: number;
}

const HEIGHT = 44;
const STEP = 10;
const GAP = 2;

/** A bar chart of one measure, with one bar per day. */
export function DayBars({ name, bars }: { name: string; bars: Bar[] }) {
  const most = bars.reduce((best, bar) => (bar.value > best.value ? bar : best), NOTHING);
  const total = bars.reduce((sum, { value }) => sum + value, 0);
  const scale = most.value > 0 ? (HEIGHT - 1) / most.value : 0;
  return (
    <figure className={classes.tile}>
      <figcaption className={classes.caption}>
        <span className={classes.name}>{name}</span>
        <span className={classes.total}>{number(total)}</span>
      </figcaption>
      <svg
        className={classes.bars}
        viewBox={`0 0 ${Math.max(bars.length, 1) * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={text.charts.told(
          name,
          total,
          bars.length,
          most.value,
          most.day && calendarDay(most.day),
        )}
      >
        {bars.map(({ day, value }, index) => {
          const height = value > 0 ? Math.max(value * scale, 2) : 1;
          return (
            <rect
              key={day}
              x={index * STEP + GAP / 2}
              y={HEIGHT - height}
              width={STEP - GAP}
              height={height}
              className={value > 0 ? classes.bar : classes.zero}
            >
              <title>{text.charts.bar(calendarDay(day), value)}</title>
            </rect>
          );
        })}
      </svg>
    </figure>
  );
}

const NOTHING: Bar = { day: "", value: 0 };
