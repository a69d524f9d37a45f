import type { ReactNode } from "react";
import { Moment } from "./Moment";
import classes from "./Timeline.module.css";

export interface Step {
  key: string;
  at: string;
  label: ReactNode;
  detail: string | null;
  /** The colour of the dot. The words say the same. */
  tone?: "good" | "bad" | undefined;
}

/** Events, newest first. */
export function Timeline({ steps }: { steps: Step[] }) {
  return (
    <ol className={classes.timeline} reversed>
      {steps.map(({ key, at, label, detail, tone }) => (
        <li key={key} className={tone && classes[tone]}>
          <span>{label}</span>
          <Moment iso={at} />
          {detail && <p>{detail}</p>}
        </li>
      ))}
    </ol>
  );
}
