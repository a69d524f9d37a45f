/**
 * What a run's numbers mean. Pure, so that it is judged by itself.
 */
import { pace } from "../data/cache";
import type { Counts, Run } from "../data/types";

const OVER: Run["state"][] = ["finished", "stopped"];

export const isUnderWay = ({ state }: Run): boolean => !OVER.includes(state);

/** Contacts that have their outcome. */
export function done({ linked, updated, unchanged, skipped, failed }: Counts): number {
  return linked + updated + unchanged + skipped + failed;
}

/** Contacts that carry their link, whether new or from before. */
export function carrying({ linked, updated, unchanged }: Counts): number {
  return linked + updated + unchanged;
}

/** Where the bar stands, as a share of 1; `null` while nobody can know how much is left. */
export function share(run: Run, expected: number | null): number | null {
  if (run.state === "finished") return 1;
  if (run.state === "preparing" || run.state === "gathering") return 0;
  // Once all is read, what was seen is all there is.
  if (run.state === "writing") return run.counts.seen ? done(run.counts) / run.counts.seen : null;
  // Contacts may have been added since the last run: full is said only by the run itself.
  return expected ? Math.min(done(run.counts) / expected, 0.99) : null;
}

/** How many contacts a run will see: as the API expects, else as many as the last whole one did. */
export function expectedOf(run: Run, runs: Run[]): number | null {
  if (run.expected) return run.expected;
  const before = runs
    .filter(({ id, kind, state }) => id < run.id && kind === "full" && state === "finished")
    .sort((a, b) => b.id - a.id);
  return (run.kind === "full" && before[0]?.counts.seen) || null;
}

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
