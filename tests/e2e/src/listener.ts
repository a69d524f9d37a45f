// A server that records its requests and answers with the statuses that a test chooses.

import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface Heard {
  method: string;
  target: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export class Listener {
  readonly heard: Heard[] = [];
  /** The statuses of the next responses, in order. After them it answers 200. */
  readonly statuses: number[] = [];
  readonly #server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { method = "", url: target = "", headers } = request;
    this.heard.push({ method, target, headers, body: Buffer.concat(parts).toString() });
    response.writeHead(this.statuses.shift() ?? 200, { "content-type": "application/json" });
    response.end('{"said":"yes"}');
  });

  static async start(): Promise<Listener> {
    const listener = new Listener();
    await new Promise<void>((resolve) => listener.#server.listen(0, "127.0.0.1", resolve));
    return listener;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
