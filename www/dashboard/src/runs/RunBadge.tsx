import { Badge } from "@mantine/core";
import { type Hold, holdOf, isUnderWay } from "../data/runState";
import type { Run } from "../data/types";
import { text } from "../text";

type Shown = keyof typeof text.runs.states;

const COLOR: Record<Shown, string> = {
  preparing: "word",
  gathering: "word",
  reading: "word",
  writing: "word",
  waiting: "yellow",
  question: "red",
  paused: "yellow",
  finished: "gray",
  stopped: "gray",
};

export function RunBadge({ run }: { run: Run }) {
  // Short waits last seconds, so the badge would flicker with them.
  const hold = isUnderWay(run) ? holdOf(run) : null;
  const shown: Shown = hold ? shownHold(hold) : run.state;
  return <Badge color={COLOR[shown]}>{text.runs.states[shown]}</Badge>;
}

function shownHold(hold: Hold): Shown {
  if (hold === "person") return "paused";
  return hold === "leavers" ? "question" : "waiting";
}
