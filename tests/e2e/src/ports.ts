// Ports on this machine that nobody has.

import { createServer } from "node:net";

/**
 * Below those that the system gives to connections of its own accord (from 32768 on Linux, from 49152 on macOS), and
 * for each of the processes that play stories beside each other a range of its own.
 */
const FIRST = 20_000;
const OF_A_PROCESS = 2_000;
const PROCESSES = 6;

let next = FIRST + OF_A_PROCESS * (Number(process.env.VITEST_POOL_ID ?? 0) % PROCESSES);

/** A port that was given to nobody else here, and that nobody listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = next;
    next += 1;
    if ((await isFree(port, "127.0.0.1")) && (await isFree(port, "::"))) return port;
  }
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // Where there is no IPv6, nobody has the port there.
    server.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code !== "EADDRINUSE"));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
