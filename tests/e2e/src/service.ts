// A program that runs beside the tests. It has its own process group, so it can be ended together with all that it
// has started: gently, or at once like a power cut.

import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { PATIENCE_MS } from "./patience.ts";
import { directory } from "./places.ts";

export interface Start {
  name: string;
  program: string;
  args: string[];
  env?: Record<string, string>;
  cwd?: string;
}

let started = 0;

// A process that a signal ends does not reach its "exit" event by itself, and would leave its services behind.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

export class Service {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly log: string;
  /** The first line of standard output. Rejects if the program ends without one. */
  readonly firstLine: Promise<string>;

  constructor(start: Start) {
    started += 1;
    this.log = join(directory("logs/e2e"), `${start.name}-${process.pid}-${started}.log`);
    const log = createWriteStream(this.log);
    const child = spawn(start.program, start.args, {
      cwd: start.cwd,
      env: { ...process.env, ...start.env },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    this.#ended = new Promise((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", () => resolve());
    });
    const lines = child.stdout ? createInterface({ input: child.stdout }) : undefined;
    this.firstLine = new Promise((resolve, reject) => {
      lines?.once("line", resolve);
      this.#ended.then(() => reject(new Error(`${start.name} ended; see ${this.log}`)));
    });
    // Many callers do not ask for the line. For them its absence is not an error.
    this.firstLine.catch(() => {});
    process.once("exit", () => this.#signal("SIGKILL"));
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Everything it has printed. */
  get printed(): string {
    return readFileSync(this.log, "utf8");
  }

  /** Waits until the probe returns true. Fails if the program ends first. */
  async until(probe: () => Promise<boolean>, patience = PATIENCE_MS): Promise<void> {
    const deadline = Date.now() + patience;
    while (!(await probe())) {
      if (this.hasEnded || Date.now() > deadline) {
        throw new Error(`not ready; ${this.log} ends:\n${this.printed.slice(-3000)}`);
      }
      await sleep(100);
    }
  }

  /** Asks the program to end, and waits until it has ended. */
  async stop(): Promise<void> {
    this.#signal("SIGTERM");
    const patience = sleep(5_000).then(() => this.#signal("SIGKILL"));
    await Promise.race([this.#ended, patience]);
    // The program is gone. The processes that it started must go too.
    this.#signal("SIGKILL");
  }

  /** Ends the program and all that it started, at once and without warning. */
  async kill(): Promise<void> {
    this.#signal("SIGKILL");
    await this.#ended;
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, signal);
    } catch {
      // The group has ended already.
    }
  }
}
