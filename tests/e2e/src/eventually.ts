import { setTimeout as sleep } from "node:timers/promises";
import { PATIENCE_MS } from "./patience.ts";

/** Asks again until the answer satisfies the condition, and returns it. The error shows the last answer. */
export async function eventually<T>(
  ask: () => Promise<T>,
  satisfies: (answer: T) => boolean,
  patience = PATIENCE_MS,
  pause = 100,
): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    if (Date.now() > deadline) {
      throw new Error(`after ${patience} ms still ${JSON.stringify(answer)}`);
    }
    await sleep(pause);
  }
}
