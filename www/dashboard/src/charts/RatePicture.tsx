import type { Sample } from "../data/types";
import { text } from "../text";
import { clock, duration, number } from "../text/format";
import classes from "./charts.module.css";
import { type Pace, paceOf } from "./rate";

const WIDTH = 600;
const HEIGHT = 100;

/** Charts a run's contacts per minute. */
export default function RatePicture({ samples }: { samples: Sample[] }) {
  const words = text.runs.rate;
  const pace = paceOf(samples);
  const [first, last] = [pace[0], pace.at(-1)];
  if (!first || !last || first === last) return null;
  const most = Math.max(...pace.map(({ perMinute }) => perMinute), 1);
  const line = pointsOf(pace, first.at, last.at, most);
  const took = duration(Math.round((last.at - first.at) / 1000));
  return (
    <figure className={classes.tile}>
      <svg
        className={classes.rate}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words.told(number(Math.round(most)), took)}
      >
        <polygon className={classes.area} points={`0,${HEIGHT} ${line} ${WIDTH},${HEIGHT}`} />
        <polyline className={classes.line} points={line} />
      </svg>
      <figcaption className={classes.span}>
        <span>{clock(first.at)}</span>
        <span>{words.told(number(Math.round(most)), took)}</span>
        <span>{clock(last.at)}</span>
      </figcaption>
    </figure>
  );
}

function pointsOf(pace: Pace[], from: number, to: number, most: number): string {
  return pace
    .map(({ at, perMinute }) => {
      const x = ((at - from) / (to - from)) * WIDTH;
      const y = HEIGHT - (perMinute / most) * (HEIGHT - 4);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}
