import { number } from "../text/format";
import classes from "./charts.module.css";

export interface Stage {
  name: string;
  value: number;
  /** How it compares with the stage before; nothing at the first. */
  rate: string;
}

const STEP = 100;
const HEIGHT = 64;
/** From where on a stage narrows to the next one. */
const BEND = 62;

/** How many there are at each stage, and how many go on to the next. The words say all that the shape shows. */
export function FunnelPicture({ stages }: { stages: Stage[] }) {
  const most = Math.max(...stages.map(({ value }) => value), 1);
  // What is there at all is seen, however little of the whole it is.
  const heights = stages.map(({ value }) => (value > 0 ? Math.max((value / most) * HEIGHT, 3) : 1));
  return (
    <div>
      <dl className={classes.stages}>
        {stages.map(({ name, value, rate }) => (
          <div key={name}>
            <dt className={classes.name}>{name}</dt>
            <dd>
              <span className={classes.stageValue}>{number(value)}</span>
              {rate && <span className={classes.stageRate}>{rate}</span>}
            </dd>
          </div>
        ))}
      </dl>
      <svg
        className={classes.funnel}
        viewBox={`0 0 ${stages.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        {stages.map(({ name, value }, index) => {
          const height = heights[index] ?? 1;
          // One with more than came to it, who came another way, is no widening of what was before.
          const next = Math.min(heights[index + 1] ?? height, height);
          return (
            <path
              key={name}
              className={value > 0 ? classes.stage : classes.zero}
              data-stage={index}
              d={outline(index * STEP, height, next)}
            />
          );
        })}
      </svg>
    </div>
  );
}

/** A stage from its own height to that of the next, both about the middle line. */
function outline(x: number, height: number, next: number): string {
  const [top, bottom] = [(HEIGHT - height) / 2, (HEIGHT + height) / 2];
  const [nextTop, nextBottom] = [(HEIGHT - next) / 2, (HEIGHT + next) / 2];
  const [bend, middle, end] = [x + BEND, x + (BEND + STEP) / 2, x + STEP];
  return [
    `M${x} ${top} H${bend}`,
    `C${middle} ${top} ${middle} ${nextTop} ${end} ${nextTop}`,
    `V${nextBottom}`,
    `C${middle} ${nextBottom} ${middle} ${bottom} ${bend} ${bottom}`,
    `H${x} Z`,
  ].join(" ");
}
