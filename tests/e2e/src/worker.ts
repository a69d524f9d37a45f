// The built Worker in workerd, against a sandbox: under Miniflare alone, which starts fastest, or
// through `wrangler dev`, as a newcomer runs it.

import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { directory, freshDirectory, node, root, workerModule } from "./places.ts";
import { freePort } from "./ports.ts";
import type { Account } from "./sandbox.ts";
import { Service, type Start } from "./service.ts";
import { type WorkerOptions, workerOptions } from "./worker-options.ts";

/** The operator's key in every story. */
export const OPERATOR_KEY = "the operator's key in stories";

export type Runner = "miniflare" | "wrangler";

/** The content of the file that `serve-worker.mjs` reads. */
interface Served {
  host: string;
  port: number;
  /** The directory with all that is stored. */
  state: string;
  options: WorkerOptions;
}

/** The path that rings the cron trigger. Wrangler's is the one that README.md names. */
const CRON: Record<Runner, string> = {
  miniflare: "/cdn-cgi/local/scheduled",
  wrangler: "/cdn-cgi/handler/scheduled",
};

export class Worker {
  readonly origin: string;
  readonly #runner: Runner;
  readonly #program: Start;
  #service: Service;

  private constructor(origin: string, runner: Runner, program: Start) {
    this.origin = origin;
    this.#runner = runner;
    this.#program = program;
    this.#service = new Service(program);
  }

  /** Starts the Worker at `origin`, with empty tables. */
  static async start(origin: string, account: Account, runner: Runner): Promise<Worker> {
    const program = runner === "miniflare" ? miniflare : wrangler;
    const worker = new Worker(origin, runner, await program(origin, settingsOf(origin, account)));
    await worker.#ready();
    return worker;
  }

  stop(): Promise<void> {
    return this.#service.stop();
  }

  /** Kills all processes of the Worker at once, like a power cut. */
  kill(): Promise<void> {
    return this.#service.kill();
  }

  /** Starts the Worker again, with the tables that are on the disk. */
  async startAgain(): Promise<void> {
    this.#service = new Service(this.#program);
    await this.#ready();
  }

  /** Rings the cron trigger. */
  async cron(): Promise<void> {
    const answer = await fetch(this.origin + CRON[this.#runner]);
    if (!answer.ok) throw new Error(`cron: ${answer.status} ${await answer.text()}`);
  }

  /** Everything that the Worker and its runner have printed since the last start. */
  get printed(): string {
    return this.#service.printed;
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

function miniflare(origin: string, settings: Record<string, string>): Start {
  const state = freshDirectory("worker");
  const port = Number(new URL(origin).port);
  const options = workerOptions(settings);
  const served: Served = { host: "127.0.0.1", port, state, options };
  const file = join(state, "served.json");
  writeFileSync(file, JSON.stringify(served), { mode: 0o600 });
  const program = fileURLToPath(new URL("serve-worker.mjs", import.meta.url));
  return { name: "worker", program: node(), args: [program, file] };
}

async function wrangler(origin: string, settings: Record<string, string>): Promise<Start> {
  workerModule();
  const state = freshDirectory("worker");
  const file = join(state, "settings.env");
  const lines = Object.entries(settings).map(([name, value]) => `${name}="${value}"\n`);
  writeFileSync(file, lines.join(""), { mode: 0o600 });
  const args = ["dev", "--ip", "127.0.0.1", "--port", new URL(origin).port];
  args.push("--inspector-port", String(await freePort()), "--persist-to", state);
  args.push("--env-file", file, "--show-interactive-dev-session=false");
  return {
    name: "worker",
    program: node(),
    args: [join(root, "node_modules/wrangler/bin/wrangler.js"), ...args],
    cwd: root,
    env: {
      GOODWORD_IS_BUILT: "yes",
      WRANGLER_SEND_METRICS: "false",
      WRANGLER_SEND_ERROR_REPORTS: "false",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
      XDG_CONFIG_HOME: directory("wrangler"),
      CI: "true",
    },
  };
}

function settingsOf(origin: string, account: Account): Record<string, string> {
  const key = () => randomBytes(32).toString("base64");
  return {
    PUBLIC_ORIGIN: origin,
    HUBSPOT_API_ORIGIN: account.url,
    HUBSPOT_APP_ORIGIN: account.url,
    HUBSPOT_CLIENT_ID: account.client_id,
    HUBSPOT_APP_ID: String(account.app_id),
    HUBSPOT_CLIENT_SECRET: account.client_secret,
    SEALING_KEYS: `first:${key()}`,
    SESSION_KEY: key(),
    OPERATOR_KEY,
    // The sandbox stands for DNS and for the Internet.
    DNS_RESOLVER: `${account.url}/_sandbox/dns-query`,
    LINK_HOST_SITE: `${account.url}/_sandbox/hosts/{host}`,
    // Nothing waits for the sake of a customer's quota: cron finds each ongoing sync due, and changes are seen and
    // written within a second.
    SWEEP_MINUTES: "0",
    WATCH_SECONDS: "1",
    WRITE_BACK_SECONDS: "1",
  };
}
