// A HubSpot admin at a browser, as far as the Worker can tell: cookies, consent, and calls to the API.

import { eventually } from "./eventually.ts";

export interface Campaign {
  id: number;
  name: string;
  destination: string;
  status: string;
  referrers: number;
}

export interface Run {
  id: number;
  syncId: number;
  state: string;
  waitingFor: string | null;
  problem: string | null;
  counts: Record<"seen" | "linked" | "updated" | "unchanged" | "skipped" | "failed", number>;
  hubspotCalls: number;
  kvWrites: number;
  rowsWritten: number;
  startedAt: string;
  finishedAt: string | null;
}

export interface Outcome {
  contactId: string;
  kind: string;
  reason: string | null;
  detail: string | null;
}

export const DESTINATION = "https://shop.example.com/welcome?utm_source=referral";

export class Admin {
  readonly #worker: string;
  readonly #cookies = new Map<string, string>();

  constructor(worker: string) {
    this.#worker = worker;
  }

  /** Asks for a page as a browser does: sends and keeps cookies. Does not follow redirects. */
  async visit(target: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has("cookie") && this.#cookies.size > 0) headers.set("cookie", this.cookies);
    const answer = await fetch(new URL(target, this.#worker), {
      ...init,
      headers,
      redirect: "manual",
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const cut = pair.indexOf("=");
      this.#cookies.set(pair.slice(0, cut).trim(), pair.slice(cut + 1).trim());
    }
    return answer;
  }

  get cookies(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** Goes from the Worker to HubSpot's consent page and answers it. Returns the callback's address. */
  async consent(portal?: string, decision = "connect", scopes = ""): Promise<string> {
    const start = await this.visit(`/hubspot/oauth/start${scopes && `?scopes=${scopes}`}`);
    return this.answer(location(start), portal, decision);
  }

  /** Answers HubSpot's consent page. Returns the callback's address. */
  async answer(authorize: string, portal?: string, decision = "connect"): Promise<string> {
    const sent = await fetch(authorize, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ decision, ...(portal && { account: portal }) }),
    });
    return location(sent);
  }

  /** Connects the account and signs in. Grants the optional scopes that are named. */
  async connect(portal?: string, scopes?: string): Promise<this> {
    const connected = await this.visit(await this.consent(portal, "connect", scopes));
    const page = location(connected);
    if (new URL(page, this.#worker).pathname !== "/") throw new Error(`connecting ends at ${page}`);
    return this;
  }

  async get<T>(path: string): Promise<T> {
    return json<T>(await this.visit(path));
  }

  async change<T>(method: "POST" | "PATCH", path: string, body: object = {}): Promise<T> {
    return json<T>(await this.send(method, path, body));
  }

  /** Sends JSON as the dashboard does. Returns the response, whatever its status. */
  send(method: "POST" | "PATCH", path: string, body: object): Promise<Response> {
    return this.visit(path, {
      method,
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", origin: this.#worker },
    });
  }

  campaign(name = "Spring", destination = DESTINATION): Promise<Campaign> {
    return this.change("POST", "/api/campaigns", { name, destination });
  }

  /** Makes a sync of all contacts and starts it. */
  async startSync(campaignId: number, more: object = {}): Promise<Run> {
    const sync = await this.change<{ id: number }>("POST", "/api/syncs", {
      campaignId,
      ongoing: false,
      ...more,
    });
    return this.runAgain(sync.id);
  }

  runAgain(syncId: number): Promise<Run> {
    return this.change("POST", `/api/syncs/${syncId}/runs`);
  }

  run(id: number): Promise<Run> {
    return this.get(`/api/runs/${id}`);
  }

  /** Waits until the run satisfies the condition. */
  runUntil(id: number, satisfies: (run: Run) => boolean, patience?: number): Promise<Run> {
    return eventually(() => this.run(id), satisfies, patience);
  }

  finished(run: Run, patience?: number): Promise<Run> {
    return this.runUntil(run.id, ({ state }) => state === "finished", patience);
  }

  async outcomes(runId: number, kind: string): Promise<Outcome[]> {
    const { items } = await this.get<{ items: Outcome[] }>(
      `/api/runs/${runId}/outcomes?kind=${kind}`,
    );
    return items;
  }
}

async function json<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}

export function location(answer: Response): string {
  const target = answer.headers.get("location");
  if (!target) throw new Error(`${answer.url} does not redirect: ${answer.status}`);
  return target;
}
