/**
 * Computes what a run's numbers mean.
 */
import type { Counts, Run } from "../data/types";

/** Counts the contacts that have an outcome. */
export function done({ linked, updated, unchanged, skipped, failed }: Counts): number {
  return linked + updated + unchanged + skipped + failed;
}

/** Counts the contacts that carry their link, new or old. */
export function carrying({ linked, updated, unchanged }: Counts): number {
  return linked + updated + unchanged;
}

/** Returns the position of the bar, from 0 to 1; `null` while the remaining work is unknown. */
export function share(run: Run, expected: number | null): number | null {
  if (run.state === "finished") return 1;
  if (run.state === "preparing" || run.state === "gathering") return 0;
  // After reading, the contacts seen are all contacts.
  if (run.state === "writing") return run.counts.seen ? done(run.counts) / run.counts.seen : null;
  // Contacts may have been added since the last run, so only the finished run fills the bar.
  return expected ? Math.min(done(run.counts) / expected, 0.99) : null;
}

/** Returns the expected number of contacts: the API's figure, or that of the last full run. */
export function expectedOf(run: Run, runs: Run[]): number | null {
  if (run.expected) return run.expected;
  const before = runs
    .filter(({ id, kind, state }) => id < run.id && kind === "full" && state === "finished")
    .sort((a, b) => b.id - a.id);
  return (run.kind === "full" && before[0]?.counts.seen) || null;
}
