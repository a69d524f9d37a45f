import { setTimeout as sleep } from "node:timers/promises";

/** Asks until the answer satisfies; gives that answer, or says what the last one was. */
export async function eventually<T>(
  ask: () => Promise<T>,
  satisfies: (answer: T) => boolean,
  patience = 45_000,
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
