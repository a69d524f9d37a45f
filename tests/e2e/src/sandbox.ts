// The sandbox HubSpot and its control endpoints. They do what a HubSpot user does in the app, and show what only a
// test may know.

import { recordPage, sandboxProgram } from "./places.ts";
import { freePort } from "./ports.ts";
import { Service } from "./service.ts";

export interface Account {
  url: string;
  access_token: string;
  client_id: string;
  client_secret: string;
  app_id: number | string;
  portal_id: number | string;
}

export interface Contact {
  id: string;
  properties: Record<string, string | null>;
}

export interface Stats {
  calls: number;
  http_429: number;
  by_route: Record<string, number>;
  by_status: Record<string, number>;
  property_writes: number;
  property_changes: number;
}

export interface Options {
  contacts?: number;
  seed?: number;
  portals?: number;
  latencyMs?: string;
  /** Keeps ids small enough for a JavaScript number: HubSpot gives a card its record's id as a number. */
  smallIds?: boolean;
  /** The Worker's origin. */
  worker?: string;
}

export class Sandbox {
  readonly #service: Service;
  readonly account: Account;

  private constructor(service: Service, account: Account) {
    this.#service = service;
    this.account = account;
  }

  static async start(options: Options = {}): Promise<Sandbox> {
    const { worker = "http://localhost:8787" } = options;
    const args = [
      ["--port", String(await freePort())],
      ["--contacts", String(options.contacts ?? 100)],
      ["--seed", String(options.seed ?? 1)],
      ["--portals", String(options.portals ?? 1)],
      ["--redirect-url", `${worker}/hubspot/oauth/callback`],
      ["--permitted-fetch", worker],
      ["--card-variable", `apiOrigin=${worker}`],
      ["--record-assets", recordPage()],
      options.latencyMs ? ["--latency-ms", options.latencyMs] : [],
      options.smallIds ? ["--ids-within-doubles"] : [],
    ].flat();
    const service = new Service({ name: "sandbox", program: sandboxProgram(), args });
    return new Sandbox(service, JSON.parse(await service.firstLine) as Account);
  }

  get url(): string {
    return this.account.url;
  }

  get portal(): string {
    return String(this.account.portal_id);
  }

  stop(): Promise<void> {
    return this.#service.stop();
  }

  /** Returns every contact of a portal, as the portal's own users see it. */
  async contacts(properties: string[] = [], portal = this.portal): Promise<Contact[]> {
    const all: Contact[] = [];
    let after: string | null = "";
    while (after !== null) {
      const query = new URLSearchParams({ portal, after, properties: properties.join(",") });
      const page: Page = await this.#json("GET", `contacts?${query}`);
      all.push(...page.contacts);
      after = page.next;
    }
    return all;
  }

  /** Returns the ids of all portals. */
  async portals(): Promise<string[]> {
    const { portals } = await this.#json<{ portals: { portal_id: number }[] }>("GET", "portals");
    return portals.map(({ portal_id }) => String(portal_id));
  }

  stats(): Promise<Stats> {
    return this.#json("GET", "stats");
  }

  har(): Promise<{ log: { entries: unknown[] } }> {
    return this.#json("GET", "har");
  }

  createContact(properties: Record<string, string>, portal = this.portal): Promise<Contact> {
    return this.#json("POST", `contacts?portal=${portal}`, { properties });
  }

  changeContact(
    id: string,
    properties: Record<string, string>,
    portal = this.portal,
  ): Promise<unknown> {
    return this.#json("PATCH", `contacts/${id}?portal=${portal}`, { properties });
  }

  /** Sets the TXT records of a name in DNS. */
  setTxt(name: string, txt: string[]): Promise<unknown> {
    return this.#json("PUT", `dns/${name}`, { txt });
  }

  /** Leads a host to an origin, as its DNS and its route do. */
  leadHost(host: string, origin: string | null): Promise<unknown> {
    return this.#json("PUT", `hosts/${host}`, { origin });
  }

  deleteContact(id: string, portal = this.portal): Promise<unknown> {
    return this.#json("DELETE", `contacts/${id}?portal=${portal}`);
  }

  /** Creates a deal for contacts, as a salesperson does. Returns its id. */
  async createDeal(properties: Record<string, string>, contacts: string[]): Promise<string> {
    const { id } = await this.#json<{ id: string }>("POST", `deals?portal=${this.portal}`, {
      properties,
      contacts,
    });
    return id;
  }

  changeDeal(id: string, properties: Record<string, string>): Promise<unknown> {
    return this.#json("PATCH", `deals/${id}?portal=${this.portal}`, { properties });
  }

  /** Adds rules for faults: when each one applies, and what happens then. */
  faults(...rules: [when: object, what: object][]): Promise<unknown> {
    const named = rules.map(([when, what]) =>
      Object.fromEntries([
        ["when", when],
        // biome-ignore lint/suspicious/noThenProperty: the rules have this member, and are not promises.
        ["then", what],
      ]),
    );
    return this.#json("POST", "faults", named);
  }

  clearFaults(): Promise<unknown> {
    return this.#json("DELETE", "faults");
  }

  uninstall(portal = this.portal): Promise<unknown> {
    return this.#json("POST", `uninstall?portal=${portal}`);
  }

  expireTokens(): Promise<unknown> {
    return this.#json("POST", "expire-tokens");
  }

  /** Sends a card's request as HubSpot's proxy does: with metadata and a signature. */
  cardFetch(call: {
    url: string;
    method: string;
    body?: unknown;
    portal?: string;
  }): Promise<CardAnswer> {
    const { portal = this.portal, ...rest } = call;
    return this.#json("POST", "hubspot-fetch", {
      portalId: Number(portal),
      userId: 1,
      userEmail: "someone@example.com",
      ...rest,
    });
  }

  async #json<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.url}/_sandbox/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }
}

interface Page {
  contacts: Contact[];
  next: string | null;
}

export interface CardAnswer {
  status: number;
  body: unknown;
}
