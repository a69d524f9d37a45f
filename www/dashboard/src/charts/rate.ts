/** Computes the speed of a run from its samples of progress. */
import type { Sample } from "../data/types";

export interface Pace {
  at: number;
  perMinute: number;
}

const MINUTE_MS = 60_000;

export function paceOf(samples: Sample[]): Pace[] {
  return samples.slice(1).flatMap((sample, index) => {
    const before = samples[index];
    const at = Date.parse(sample.at);
    const ms = before ? at - Date.parse(before.at) : 0;
    if (!before || ms <= 0) return [];
    return [{ at, perMinute: (Math.max(0, sample.seen - before.seen) * MINUTE_MS) / ms }];
  });
}
