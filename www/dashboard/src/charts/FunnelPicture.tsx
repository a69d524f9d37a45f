import { number } from "../text/format";
import classes from "./charts.module.css";

export interface Stage {
  name: string;
  value: number;
  /** The share of the stage before; absent at the first stage. */
  rate: string;
}

const STEP = 100;
const HEIGHT = 64;
/** The point from which a stage narrows to the next one. */
const BEND = 62;

/** A funnel of the counts at each stage. Its text says everything that the shape shows. */
export function FunnelPicture({ stages }: { stages: Stage[] }) {
  const most = Math.max(...stages.map(({ value }) => value), 1);
  // A count above zero stays visible, however small it is.
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
          // A stage can have more than the stage before, from people who came another way. The funnel does not
          // widen there.
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

/** Draws a stage from its own height to that of the next, centred on the middle line. */
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
