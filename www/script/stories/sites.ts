// Two servers on this machine: a customer's site, and Goodword, which has another origin.

import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { bundle } from "../scripts/build.mjs";

export interface Received {
  method: string | undefined;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** The strictest policy under which the script can still load and send. */
const policy = (goodword: string) =>
  `default-src 'none'; script-src ${goodword}; connect-src ${goodword}; form-action 'self'; ` +
  "require-trusted-types-for 'script'";

/** Goodword: serves the script, and records the requests that it gets. */
export class Goodword {
  readonly received: Received[] = [];
  readonly #server: Server;

  private constructor(script: string) {
    this.#server = createServer(async (request, response) => {
      if (request.url === "/ref.js") {
        response.setHeader("content-type", "text/javascript; charset=utf-8");
        response.end(script);
        return;
      }
      const { method, url = "", headers } = request;
      this.received.push({ method, path: url, headers, body: await text(request) });
      // Preflights are refused.
      response.statusCode = method === "POST" ? 200 : 404;
      if (method === "POST") response.setHeader("access-control-allow-origin", "*");
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ counted: true, status: "received" }));
    });
  }

  static async start(): Promise<Goodword> {
    const goodword = new Goodword(await bundle());
    await listening(goodword.#server);
    return goodword;
  }

  get origin(): string {
    return `http://localhost:${port(this.#server)}`;
  }

  stop(): Promise<void> {
    return stopped(this.#server);
  }
}

/** The customer's site: every path is a page with the script. A sent form gets a page too. */
export class Site {
  readonly submitted: string[] = [];
  readonly #server: Server;

  private constructor(goodword: string, bodies: Record<string, string>) {
    const answer: RequestListener = async (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://site.example");
      if (request.method === "POST") this.submitted.push(await text(request));
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.setHeader("content-security-policy", policy(goodword));
      const wait = searchParams.has("wait") ? 'data-consent="wait"' : "";
      response.end(
        `<!doctype html><html lang="en"><title>${pathname}</title>` +
          `<script async src="${goodword}/ref.js" ${wait}></script>` +
          `<body>${bodies[pathname] ?? ""}</body></html>`,
      );
    };
    this.#server = createServer(answer);
  }

  static async start(goodword: string, bodies: Record<string, string>): Promise<Site> {
    const site = new Site(goodword, bodies);
    await listening(site.#server);
    return site;
  }

  get origin(): string {
    return `http://127.0.0.1:${port(this.#server)}`;
  }

  stop(): Promise<void> {
    return stopped(this.#server);
  }
}

const port = (server: Server): number => (server.address() as AddressInfo).port;

const listening = (server: Server): Promise<void> =>
  new Promise((resolve) => server.listen(0, () => resolve()));

const stopped = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
