// A contact's record in HubSpot, open in a browser, with both cards and the errors of the page.

import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { picture } from "./browser.ts";
import { PATIENCE_MS } from "./patience.ts";
import type { World } from "./world.ts";

export class RecordPage {
  readonly page: Page;
  readonly troubles: string[] = [];
  readonly #world: World;
  readonly #context: BrowserContext;

  private constructor(world: World, context: BrowserContext, page: Page) {
    this.#world = world;
    this.#context = context;
    this.page = page;
    page.on("pageerror", (error) => this.troubles.push(String(error)));
    page.on("console", (line) => {
      if (line.type() === "error") this.troubles.push(line.text());
    });
  }

  /** Opens a window for a new visitor, without a record in it yet. */
  static async begin(browser: Browser, world: World): Promise<RecordPage> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    await context.grantPermissions(["clipboard-read", "clipboard-write"], {
      origin: world.sandbox.url,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    return new RecordPage(world, context, await context.newPage());
  }

  open(contact: string): Promise<unknown> {
    const { url, portal } = this.#world.sandbox;
    return this.page.goto(`${url}/contacts/${portal}/record/0-1/${contact}`);
  }

  get tab(): Locator {
    return this.page.locator("#card-tab");
  }

  get sidebar(): Locator {
    return this.page.locator("#card-sidebar");
  }

  picture(name: string): Promise<void> {
    return picture(this.page, name);
  }

  close(): Promise<void> {
    return this.#context.close();
  }
}

export const seen = (place: Locator, text: string | RegExp) =>
  place.getByText(text).first().waitFor();

export const button = (place: Locator, name: string | RegExp) =>
  place.getByRole("button", { name });
