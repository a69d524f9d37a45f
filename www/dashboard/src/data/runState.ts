/**
 * Reads the state of a run: whether it is under way, what it waits for, and how soon to ask about it again.
 */
import { pace } from "./cache";
import type { Run } from "./types";

const OVER: Run["state"][] = ["finished", "stopped"];

export const isUnderWay = ({ state }: Run): boolean => !OVER.includes(state);

/** What only a person can end. A run that HubSpot makes wait goes on by itself, and has none. */
export type Hold = "person" | "connection" | "permission" | "properties" | "lists";
const HOLDS: Hold[] = ["person", "connection", "permission", "properties", "lists"];

/** What holds a run that is under way. */
export function holdOf({ state, waitingFor }: Run): Hold | null {
  const named = HOLDS.find((hold) => hold === waitingFor);
  return named ?? (state === "paused" ? "person" : null);
}

/** What makes a run wait that goes on by itself. */
export function delayOf(run: Run): "quota" | "hubspot" | "other" | null {
  if (!isUnderWay(run) || !run.waitingFor || holdOf(run)) return null;
  return run.waitingFor === "quota" || run.waitingFor === "hubspot" ? run.waitingFor : "other";
}

/** How long until a run is worth asking about again; `false`: never. */
export function pollEvery(run: Run | undefined): number | false {
  if (!run) return pace.run;
  if (!isUnderWay(run)) return false;
  if (holdOf(run)) return pace.pausedRun;
  return run.waitingFor ? pace.waitingRun : pace.run;
}
