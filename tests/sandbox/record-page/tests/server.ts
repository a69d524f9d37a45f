/**
 * Serves the built record page as the sandbox does, with responses and a card bundle from the test.
 */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

export interface ProxyCall {
  portalId: number;
  userId: number;
  userEmail: string;
  url: string;
  method: string;
  body?: unknown;
  timeout?: number;
}

export interface RecordServer {
  url: string;
  calls: ProxyCall[];
  /** Answers the calls to HubSpot's proxy. */
  answer: (call: ProxyCall) => { status: number; body: unknown };
  /** Replaces the real tab bundle, for tests of the host instead of the card. */
  tabScript: string | null;
  /** The value of the contact's property in the panel. */
  propertyValue: string;
  close(): Promise<void>;
}

const TYPES: Record<string, string> = { js: "text/javascript", css: "text/css" };

export async function serveRecord(assets: string): Promise<RecordServer> {
  const http = createServer(async (request, response) => {
    const path = request.url ?? "/";
    if (path === "/proxy") {
      const call: ProxyCall = JSON.parse(await textOf(request));
      server.calls.push(call);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(server.answer(call)));
    } else if (path.startsWith("/assets/")) {
      const name = path.slice("/assets/".length);
      response.setHeader("content-type", TYPES[name.split(".").at(-1) ?? ""] ?? "text/plain");
      const isReplaced = name === "card-tab.js" && server.tabScript !== null;
      response.end(isReplaced ? server.tabScript : readFileSync(join(assets, name)));
    } else {
      response.setHeader("content-type", "text/html");
      response.end(page(server.propertyValue));
    }
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  const server: RecordServer = {
    url: `http://127.0.0.1:${port}/`,
    calls: [],
    answer: () => ({ status: 500, body: null }),
    tabScript: null,
    propertyValue: "",
    close: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
  return server;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function page(propertyValue: string): string {
  const record = {
    portalId: 4711,
    contactId: "151",
    objectTypeId: "0-1",
    appId: 99,
    user: { id: 7, email: "sales@example.com", locale: "en-gb" },
    variables: { apiOrigin: "https://goodword.example.com" },
    fetchEndpoint: "/proxy",
  };
  return `<!doctype html>
    <title>Contact</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/assets/record-page.css">
    <dl id="properties"><dd data-property="goodword_referral_link">${propertyValue}</dd></dl>
    <main id="card-tab"></main><aside id="card-sidebar"></aside>
    <script id="record" type="application/json">${JSON.stringify(record)}</script>
    <script src="/assets/record-page.js"></script>`;
}
