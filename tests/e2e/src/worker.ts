// The built Worker in workerd, through `wrangler dev`, against a sandbox.

import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { directory, freshDirectory, node, root, workerModule } from "./places.ts";
import { freePort } from "./ports.ts";
import type { Account } from "./sandbox.ts";
import { Service } from "./service.ts";

export class Worker {
  readonly origin: string;
  readonly #args: string[];
  #service: Service;

  private constructor(origin: string, args: string[]) {
    this.origin = origin;
    this.#args = args;
    this.#service = this.#start();
  }

  /** Starts the Worker at `origin`, with empty tables. */
  static async start(origin: string, account: Account): Promise<Worker> {
    workerModule();
    const state = freshDirectory("worker");
    const settings = join(state, "settings.env");
    writeFileSync(settings, environment(origin, account), { mode: 0o600 });
    const args = ["dev", "--ip", "127.0.0.1", "--port", new URL(origin).port];
    args.push("--inspector-port", String(await freePort()), "--persist-to", state);
    args.push("--env-file", settings, "--show-interactive-dev-session=false");
    const worker = new Worker(origin, args);
    await worker.#ready();
    return worker;
  }

  stop(): Promise<void> {
    return this.#service.stop();
  }

  /** As a power cut would: no process of the Worker's gets to do anything more. */
  kill(): Promise<void> {
    return this.#service.kill();
  }

  /** Starts again with the tables as they lie on the disk. */
  async startAgain(): Promise<void> {
    this.#service = this.#start();
    await this.#ready();
  }

  /** What the cron trigger does. */
  async cron(): Promise<void> {
    const answer = await fetch(`${this.origin}/cdn-cgi/handler/scheduled`);
    if (!answer.ok) throw new Error(`cron: ${answer.status} ${await answer.text()}`);
  }

  /** Everything that the Worker and wrangler have printed since the last start. */
  get printed(): string {
    return this.#service.printed;
  }

  #start(): Service {
    return new Service({
      name: "worker",
      program: node(),
      args: [join(root, "node_modules/wrangler/bin/wrangler.js"), ...this.#args],
      cwd: root,
      env: {
        GOODWORD_IS_BUILT: "yes",
        WRANGLER_SEND_METRICS: "false",
        WRANGLER_SEND_ERROR_REPORTS: "false",
        CLOUDFLARE_CF_FETCH_ENABLED: "false",
        XDG_CONFIG_HOME: directory("wrangler"),
        CI: "true",
      },
    });
  }

  #ready(): Promise<void> {
    return this.#service.until(async () => {
      try {
        return (await fetch(`${this.origin}/`)).ok;
      } catch {
        return false;
      }
    });
  }
}

function environment(origin: string, account: Account): string {
  const key = () => randomBytes(32).toString("base64");
  return Object.entries({
    PUBLIC_ORIGIN: origin,
    HUBSPOT_API_ORIGIN: account.url,
    HUBSPOT_APP_ORIGIN: account.url,
    HUBSPOT_CLIENT_ID: account.client_id,
    HUBSPOT_APP_ID: account.app_id,
    HUBSPOT_CLIENT_SECRET: account.client_secret,
    SEALING_KEYS: `first:${key()}`,
    SESSION_KEY: key(),
    // Cron finds an ongoing sync due as soon as it has rested.
    SWEEP_MINUTES: "0",
    WATCH_SECONDS: "1",
  })
    .map(([name, value]) => `${name}="${value}"\n`)
    .join("");
}
