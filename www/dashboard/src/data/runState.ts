/**
 * Reads the state of a run: whether it is under way, what it waits for, and how soon to ask about it again.
 */
import { pace } from "./cache";
import type { Run } from "./types";

const OVER: Run["state"][] = ["finished", "stopped"];

export const isUnderWay = ({ state }: Run): boolean => !OVER.includes(state);

/** A wait that only a person can end. A run that waits for HubSpot continues by itself and has none. */
export type Hold = "person" | "connection" | "permission" | "properties" | "lists" | "leavers";
const HOLDS: Hold[] = ["person", "connection", "permission", "properties", "lists", "leavers"];

/** Returns what holds a run that is under way. */
export function holdOf({ state, waitingFor }: Run): Hold | null {
  const named = HOLDS.find((hold) => hold === waitingFor);
  return named ?? (state === "paused" ? "person" : null);
}

/** Returns the cause of a wait that ends by itself. */
export function delayOf(run: Run): Delay | "other" | null {
  if (!isUnderWay(run) || !run.waitingFor || holdOf(run)) return null;
  return DELAYS.find((delay) => delay === run.waitingFor) ?? "other";
}

type Delay = "quota" | "hubspot" | "listProcessing";
const DELAYS: Delay[] = ["quota", "hubspot", "listProcessing"];

/** Returns the milliseconds until the run should be fetched again; `false`: never. */
export function pollEvery(run: Run | undefined): number | false {
  if (!run) return pace.run;
  if (!isUnderWay(run)) return false;
  if (holdOf(run)) return pace.pausedRun;
  return run.waitingFor ? pace.waitingRun : pace.run;
}
