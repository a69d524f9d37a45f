// A person with their own browser, who visits pages of customers' sites. Each visit runs the built
// script in a new page. Cookies and local storage stay, and time passes only when a test says so.

import { CookieJar, JSDOM, ResourceLoader, VirtualConsole } from "jsdom";
import { bundle } from "../scripts/build.mjs";
import type { Goodword } from "../src/ref.ts";
import { Page } from "./page.ts";

export const CODE = "K7Q2M0X49B";
export const OTHER = "Z0000ZZZZ9";
export const SCRIPT = "https://goodword.example/ref.js";
export const SITE = "https://www.example.com/";
export const DAY = 86_400_000;

export type PageWindow = Window & typeof globalThis & { goodword: Goodword };

export interface Sent {
  url: string;
  init: RequestInit;
}

export interface Visit {
  /** The attributes of the script's element. */
  script?: Record<string, string>;
  body?: string;
  /** Prepares the page or the browser before anything runs. */
  before?: (window: PageWindow) => void;
}

const script = Buffer.from(await bundle());

class Scripts extends ResourceLoader {
  override fetch(url: string): Promise<Buffer> | null {
    return url.startsWith(SCRIPT) ? Promise.resolve(script) : null;
  }
}

export class Visitor {
  now = Date.parse("2027-03-01T09:00:00Z");
  readonly sent: Sent[] = [];
  /** Errors in the page's console. */
  readonly troubles: string[] = [];
  /** Goodword's server. */
  answers: () => Promise<Response> = async () =>
    Response.json({ counted: true, status: "received" });
  readonly #cookies = new CookieJar();
  readonly #stored = new Map<string, Record<string, string>>();
  #page: Page | undefined;

  cookies(url = SITE): string {
    return this.#cookies.getCookieStringSync(url);
  }

  async visit(url: string, { script = {}, body = "", before }: Visit = {}): Promise<Page> {
    this.#leave();
    const attributes = Object.entries({ src: SCRIPT, ...script })
      .map(([name, value]) => `${name}="${value}"`)
      .join(" ");
    const timers: (() => void)[] = [];
    const { window } = new JSDOM(
      `<!doctype html><script async ${attributes}></script><body>${body}</body>`,
      {
        url: new URL(url, SITE).href,
        runScripts: "dangerously",
        resources: new Scripts(),
        cookieJar: this.#cookies,
        virtualConsole: new VirtualConsole().on("jsdomError", ({ message }) => {
          this.troubles.push(message);
        }),
        beforeParse: (window) => {
          window.Date.now = () => this.now;
          window.setTimeout = ((act: () => void) => timers.push(act)) as typeof setTimeout;
          window.fetch = (input, init = {}) => {
            this.sent.push({ url: String(input), init });
            return this.answers();
          };
          for (const [name, value] of Object.entries(this.#stored.get(window.origin) ?? {})) {
            window.localStorage.setItem(name, value);
          }
          before?.(window as PageWindow);
        },
      },
    );
    await new Promise((resolve) => window.addEventListener("load", resolve));
    this.#page = new Page(window as PageWindow, timers);
    return this.#page;
  }

  /** Returns the local storage between two pages. */
  stored(site = SITE): Record<string, string> {
    this.#leave();
    return this.#stored.get(new URL(site).origin) ?? {};
  }

  #leave(): void {
    const window = this.#page?.window;
    if (window) {
      try {
        this.#stored.set(window.origin, { ...window.localStorage });
      } catch {
        // A browser that forbids storage keeps nothing.
      }
    }
  }
}
