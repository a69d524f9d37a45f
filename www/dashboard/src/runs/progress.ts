/**
 * Computes what a run's numbers mean.
 */
import type { Counts, Run } from "../data/types";

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
