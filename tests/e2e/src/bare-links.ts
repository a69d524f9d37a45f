// The built Worker in workerd with the link index as its only binding. It has no Durable Object and no queue, so each
// answer can come from the link index only.

import { copyFileSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { freshDirectory, node, root, workerModule } from "./places.ts";
import { freePort } from "./ports.ts";
import { Service } from "./service.ts";

/** Stands in for Workers KV, and reports which keys were read. */
const INDEX = `
const values = new Map();
let read = [];
export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const key = decodeURIComponent(pathname.slice(1));
    if (key === "read") {
      const told = read;
      read = [];
      return Response.json(told);
    }
    if (request.method === "PUT") {
      values.set(key, await request.text());
      return new Response(null);
    }
    read.push(key);
    const value = values.get(key);
    return value === undefined ? new Response(null, { status: 404 }) : new Response(value);
  },
};
`;

const CONFIG = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    (name = "kv", worker = (
      modules = [(name = "kv", esModule = embed "kv.js")],
      compatibilityDate = "2026-11-01",
    )),
  ],
  sockets = [
    (name = "http", address = "127.0.0.1:0", http = (), service = "worker"),
    (name = "kv", address = "127.0.0.1:0", http = (), service = "kv"),
  ],
);
const worker :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "index.js"),
    (name = "index_bg.wasm", wasm = embed "index_bg.wasm"),
  ],
  compatibilityDate = "2026-11-01",
  bindings = [
    (name = "LINKS", kvNamespace = "kv"),
    (name = "PUBLIC_ORIGIN", fromEnvironment = "PUBLIC_ORIGIN"),
    (name = "SESSION_KEY", text = "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM="),
  ],
);
`;

export class BareLinks {
  readonly origin: string;
  readonly #index: string;
  readonly #service: Service;

  private constructor(origin: string, index: string, service: Service) {
    this.origin = origin;
    this.#index = index;
    this.#service = service;
  }

  static async start(): Promise<BareLinks> {
    const home = freshDirectory("bare-links");
    writeFileSync(join(home, "config.capnp"), CONFIG);
    writeFileSync(join(home, "kv.js"), INDEX);
    const built = workerModule();
    for (const file of [built, built.replace(/\.js$/, "_bg.wasm")]) {
      copyFileSync(file, join(home, basename(file)));
    }
    const [http, kv] = [await freePort(), await freePort()];
    const origin = `http://localhost:${http}`;
    const service = new Service({
      name: "bare-links",
      program: join(root, "node_modules/.bin/workerd"),
      args: [
        ...["serve", "config.capnp", "--experimental"],
        ...[`--socket-addr=http=127.0.0.1:${http}`, `--socket-addr=kv=127.0.0.1:${kv}`],
      ],
      cwd: home,
      env: {
        PUBLIC_ORIGIN: origin,
        PATH: [dirname(node()), process.env.PATH].join(delimiter),
      },
    });
    const links = new BareLinks(origin, `http://127.0.0.1:${kv}`, service);
    await service.until(async () => {
      try {
        return (await fetch(`${origin}/r/none`)).status === 404;
      } catch {
        return false;
      }
    });
    return links;
  }

  stop(): Promise<void> {
    return this.#service.stop();
  }

  async put(key: string, value: string): Promise<void> {
    await fetch(`${this.#index}/${encodeURIComponent(key)}`, { method: "PUT", body: value });
  }

  /** Returns the keys that were read since the last call. */
  async read(): Promise<string[]> {
    return (await fetch(`${this.#index}/read`)).json() as Promise<string[]>;
  }
}
