import type { ReactNode } from "react";
import type { Run } from "../api/types";
import { Facts } from "../shell/Facts";
import { number, span } from "../shell/format";
import { Moment } from "../shell/Moment";
import { text } from "../text";
import classes from "./RunFacts.module.css";

export function RunFacts({ run }: { run: Run }) {
  const words = text.runs.facts;
  const { startedAt, finishedAt } = run;
  return (
    <div className={classes.facts}>
      <Facts
        facts={[
          [words.started, <Moment key="started" iso={startedAt} />],
          ...(finishedAt
            ? ([
                [words.finished, <Moment key="finished" iso={finishedAt} />],
                [words.took, span(startedAt, Date.parse(finishedAt))],
              ] satisfies [string, ReactNode][])
            : []),
          ...(run.kind === "retry"
            ? ([[text.runs.covers, text.runs.onlyFailed]] satisfies [string, ReactNode][])
            : []),
          [words.hubspotCalls, number(run.hubspotCalls)],
        ]}
      />
    </div>
  );
}
