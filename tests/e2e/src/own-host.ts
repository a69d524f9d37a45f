// Requests to a portal's link domain. No DNS knows the name, so it stands in the Host header only.

import { type IncomingHttpHeaders, request } from "node:http";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Asking {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** The address of this machine that the request comes from. All of 127.0.0.0/8 are. */
  from?: string;
}

/** Sends a request to the Worker at `origin` with `host` as its Host header. */
export function visitHost(
  origin: string,
  host: string,
  path: string,
  { method = "GET", headers = {}, body, from }: Asking = {},
): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const asked = request({
      hostname,
      port,
      path,
      method,
      headers: { ...headers, host },
      agent: false,
      ...(from && { localAddress: from }),
    });
    asked.once("error", reject);
    asked.once("response", (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.once("error", reject);
      answer.once("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    asked.end(body);
  });
}
