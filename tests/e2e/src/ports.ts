// Free ports of this machine.

import { createServer } from "node:net";

/**
 * The ranges are below the ports that the system assigns to outgoing connections (from 32768 on Linux, from 49152 on
 * macOS). Each process that plays stories has its own range.
 */
const FIRST = 20_000;
const OF_A_PROCESS = 2_000;
const PROCESSES = 6;

let next = FIRST + OF_A_PROCESS * (Number(process.env.VITEST_POOL_ID ?? 0) % PROCESSES);

/** Returns a port that nobody listens on. Returns no port twice. */
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
    // Without IPv6 on the machine, nobody can have the port there.
    server.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code !== "EADDRINUSE"));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
