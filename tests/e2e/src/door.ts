// The public doors as a program sees them: the hosted page's form, and what the script tells.

import { eventually } from "./eventually.ts";

export const GOOD = { first_name: "Bo", email: "bo@northwind.example", own_company: "Acme" };

export class Door {
  readonly #origin: string;
  readonly code: string;

  constructor(origin: string, code: string) {
    this.#origin = origin;
    this.code = code;
  }

  get address(): string {
    return `${this.#origin}/join/${this.code}`;
  }

  /** The sealed moment at which a form was opened. */
  async opened(): Promise<string> {
    const page = await (await fetch(this.address, { redirect: "manual" })).text();
    return /name="opened" value="([^"]+)"/.exec(page)?.[1] ?? "";
  }

  /** Sends a form. */
  send(values: Record<string, string>, headers: HeadersInit = {}): Promise<Response> {
    return fetch(this.address, {
      method: "POST",
      headers,
      body: new URLSearchParams(values),
      redirect: "manual",
    });
  }

  /** Sends a form as a person does: not at once. Gives a moment that is good for the rest of the day. */
  async begun(values: Record<string, string>): Promise<string> {
    const opened = await this.opened();
    await eventually(
      async () => (await this.send({ ...values, opened })).status,
      (status) => status === 303,
    );
    return opened;
  }

  /** Says who signed up, as ref.js does. */
  tell(body: unknown, headers: HeadersInit = {}): Promise<Response> {
    return fetch(`${this.#origin}/referrals`, {
      method: "POST",
      headers: { "content-type": "text/plain;charset=UTF-8", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  }
}
