// The public routes as a program uses them: the form of the hosted page, and the reports of ref.js.

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

  /** Opens the form. Returns the sealed time of opening that it holds. */
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

  /** Sends a form as a person does: not at once. Returns an opening time that is valid for the rest of the day. */
  async begun(values: Record<string, string>): Promise<string> {
    const opened = await this.opened();
    await eventually(
      async () => (await this.send({ ...values, opened })).status,
      (status) => status === 303,
    );
    return opened;
  }

  /** Reports who signed up, as ref.js does. */
  tell(body: unknown, headers: HeadersInit = {}): Promise<Response> {
    return fetch(`${this.#origin}/referrals`, {
      method: "POST",
      headers: { "content-type": "text/plain;charset=UTF-8", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  }
}
