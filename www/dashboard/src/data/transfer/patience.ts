/** Repeats a call while that can help: Goodword is busy, or no answer came. */

import { asProblem, type Problem } from "../../ui/problem";

/** Enough for Goodword to reserve more codes, or for a connection to come back. */
const TRIES = 8;
const PAUSE_MS = 2_000;
/** The longest wait that a person can be asked to watch. */
const LONGEST_PAUSE_MS = 60_000;

interface Patience {
  signal?: AbortSignal;
  /** Is called when Goodword asks to wait, and when the wait is over. */
  onWaiting?: (waiting: boolean) => void;
}

export async function patiently<Answer>(
  ask: () => Promise<Answer>,
  { signal, onWaiting }: Patience = {},
): Promise<Answer> {
  for (let tried = 1; ; tried += 1) {
    try {
      const answer = await ask();
      onWaiting?.(false);
      return answer;
    } catch (error) {
      const problem = asProblem(error);
      if (signal?.aborted || !passes(problem) || tried === TRIES) throw error;
      onWaiting?.(true);
      await pause(Math.min(problem.waitMs ?? PAUSE_MS, LONGEST_PAUSE_MS));
      signal?.throwIfAborted();
    }
  }
}

const passes = ({ kind }: Problem): boolean => kind === "busy" || kind === "unreachable";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
