// One page with the script on it, as a test sees it.

import type { Goodword } from "../src/ref.ts";
import type { PageWindow } from "./visitor.ts";

export class Page {
  constructor(
    readonly window: PageWindow,
    readonly timers: (() => void)[],
  ) {}

  get goodword(): Goodword {
    return this.window.goodword;
  }

  get code(): string | null {
    return this.goodword.code;
  }

  field(name: string, root: ParentNode = this.window.document): HTMLInputElement {
    const input = root.querySelector<HTMLInputElement>(`[name="${name}"]`);
    if (!input) throw new Error(`no field ${name}`);
    return input;
  }

  /** Adds a part that the page builds later. */
  async grows(html: string): Promise<void> {
    this.window.document.body.insertAdjacentHTML("beforeend", html);
    await this.passesTime();
  }

  /** Runs all timers that are due. */
  async passesTime(): Promise<void> {
    await settled();
    for (const act of this.timers.splice(0)) act();
    await settled();
  }

  async announces(event: Event): Promise<void> {
    this.window.dispatchEvent(event);
    await settled();
  }

  async hears(data: unknown): Promise<void> {
    await this.announces(new this.window.MessageEvent("message", { data }));
  }
}

/** Waits until all pending promises have continued. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
