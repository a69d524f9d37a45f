/**
 * A fake of the Worker's JSON API. It gives the answers that a test prepares, records the requests, refuses changes
 * that the Worker would refuse, and fails a test that requests anything else.
 */
import { expect, onTestFinished, vi } from "vitest";

interface Refusal {
  status: number;
  title?: string;
  detail?: string;
  field?: string;
}

class Refused {
  constructor(readonly problem: Refusal) {}
}

/** An answer that comes when the test says so. */
export function held<Held extends Answer>(answer: Held) {
  let come = () => {};
  const coming = new Promise<Held>((resolve) => {
    come = () => resolve(answer);
  });
  return { coming: () => coming, come };
}

/** An answer with a problem document. */
export const refused = (problem: Refusal): Refused => new Refused(problem);

/** A `Response` is returned unchanged, anything else as JSON. */
type Answer = object | Refused;
type Handler =
  | Answer
  | ((body: Record<string, unknown>, headers: Headers) => Answer | Promise<Answer>);

export interface Asked {
  /** Method and path, as `POST /api/campaigns`. */
  route: string;
  body: unknown;
  headers: Headers;
}

export class Api {
  readonly asked: Asked[] = [];
  readonly #handlers = new Map<string, Handler>();
  readonly #unprepared: string[] = [];
  #reachable = true;

  constructor(handlers: Record<string, Handler>) {
    this.answer(handlers);
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => this.#fetch(path, init));
    onTestFinished(() => expect(this.#unprepared).toEqual([]));
  }

  /** Adds or replaces answers. */
  answer(handlers: Record<string, Handler>): void {
    for (const [route, handler] of Object.entries(handlers)) this.#handlers.set(route, handler);
  }

  /** Whether the API can be reached. */
  set reachable(reachable: boolean) {
    this.#reachable = reachable;
  }

  /** The changes that were requested. */
  get changes(): { route: string; body: unknown }[] {
    return this.asked
      .filter(({ route }) => !route.startsWith("GET"))
      .map(({ route, body }) => ({ route, body }));
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    if (!this.#reachable) throw new TypeError("Failed to fetch");
    const method = init.method ?? "GET";
    const route = `${method} ${path}`;
    const body: Record<string, unknown> = init.body ? JSON.parse(String(init.body)) : {};
    const headers = new Headers(init.headers);
    this.asked.push({ route, body, headers });
    if (method !== "GET" && headers.get("content-type") !== "application/json") {
      return asResponse(refused({ status: 415, title: "The body is not JSON" }));
    }
    const handler = this.#handlers.get(route);
    if (!handler) {
      this.#unprepared.push(route);
      return asResponse(refused({ status: 404, title: "Not found" }));
    }
    return asResponse(await (typeof handler === "function" ? handler(body, headers) : handler));
  }
}

function asResponse(answer: Answer): Response {
  if (answer instanceof Response) return answer;
  if (answer instanceof Refused) {
    const { status } = answer.problem;
    return new Response(JSON.stringify(answer.problem), {
      status,
      headers: { "content-type": "application/problem+json" },
    });
  }
  return new Response(JSON.stringify(answer), { headers: { "content-type": "application/json" } });
}
