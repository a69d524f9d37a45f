import type { ReactNode } from "react";
import type { Run } from "../data/types";
import { text } from "../text";
import { number, span } from "../text/format";
import { Facts } from "../ui/Facts";
import { Moment } from "../ui/Moment";
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
