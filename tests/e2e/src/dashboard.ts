// A person at the dashboard in a real browser: their clicks, and the things that they wait to see.

import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { DESTINATION } from "./admin.ts";
import { picture } from "./browser.ts";
import { PATIENCE_MS } from "./patience.ts";
import { Wizard } from "./wizard.ts";
import type { World } from "./world.ts";

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 375, height: 812 };

export interface Look {
  viewport?: { width: number; height: number };
  colorScheme?: "light" | "dark";
}

export class Dashboard {
  /** Errors that the page itself reported. */
  readonly troubles: string[] = [];

  private constructor(
    readonly page: Page,
    readonly world: World,
  ) {
    page.on("pageerror", (error) => this.troubles.push(String(error)));
    page.on("console", (line) => {
      // Many stories contain a refused request. They check how the page shows it.
      const refusal = line.text().startsWith("Failed to load resource");
      if (line.type() === "error" && !refusal) this.troubles.push(line.text());
    });
  }

  /** Opens the dashboard for a visitor with a new context. */
  static async open(browser: Browser, world: World, look: Look = {}): Promise<Dashboard> {
    const context = await browser.newContext({
      viewport: WIDE,
      locale: "en-GB",
      timezoneId: "Europe/Berlin",
      reducedMotion: "reduce",
      ...look,
    });
    return Dashboard.tab(context, world);
  }

  /** Opens one more tab in a visitor's context. */
  static async tab(context: BrowserContext, world: World): Promise<Dashboard> {
    context.setDefaultTimeout(PATIENCE_MS);
    return new Dashboard(await context.newPage(), world);
  }

  get wizard(): Wizard {
    return new Wizard(this);
  }

  close(): Promise<void> {
    return this.page.context().close();
  }

  /** Visits a page of this tab's account, as if its address were typed. */
  async visit(place: string): Promise<void> {
    const account = /^\/a\/\d+/.exec(new URL(this.page.url()).pathname)?.[0] ?? "";
    await this.page.goto(this.world.worker.origin + account + place);
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  link(name: string | RegExp): Locator {
    return this.page.getByRole("link", { name, exact: true });
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole("heading", { name, exact: true });
  }

  table(name: string): Locator {
    return this.page.getByRole("table", { name, exact: true });
  }

  row(table: string, text: string | RegExp): Locator {
    return this.table(table).getByRole("row").filter({ hasText: text });
  }

  /** Waits until the text is visible. */
  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).locator("visible=true").first().waitFor();
  }

  /** Waits until everything is loaded: no grey lines are left, and every picture is there. */
  async isComplete(): Promise<void> {
    await expect
      .poll(() =>
        this.page.evaluate(
          () =>
            Array.from(document.querySelectorAll("[role=status]")).every(
              ({ textContent }) => textContent !== "Loading",
            ) && Array.from(document.images).every(({ complete }) => complete),
        ),
      )
      .toBe(true);
  }

  /** Finds a field with a list of choices. Some can be typed into, others only open. */
  choices(name: string | RegExp): Locator {
    const field = { name, exact: true };
    return this.page.getByRole("combobox", field).or(this.page.getByRole("textbox", field));
  }

  async pick(name: string | RegExp, choice: string): Promise<void> {
    await this.choices(name).click();
    await this.page.getByRole("option", { name: choice }).locator("visible=true").click();
  }

  /** The switch that makes a sync ongoing, on a page with one such switch. */
  get ongoing(): Locator {
    return this.page.getByRole("switch", { name: /^Make this sync ongoing/ });
  }

  /** Opens a menu and chooses an item. */
  async choose(menu: string | RegExp, item: string | RegExp): Promise<void> {
    await this.button(menu).click();
    await this.page.getByRole("menuitem", { name: item }).click();
  }

  /** Goes to one of the five tabs. */
  async tab(name: "Campaigns" | "Users" | "Referrals" | "Syncs" | "Settings"): Promise<void> {
    const main = this.page.getByRole("navigation", { name: "Main" });
    await main.getByRole("link", { name, exact: true }).click();
    await this.page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  }

  picture(name: string): Promise<void> {
    return picture(this.page, `dashboard-${name}`);
  }

  /** Signs in: from the sign-in page, through HubSpot's consent, to the list of campaigns. */
  async signIn(portal?: string): Promise<this> {
    await this.page.goto(this.world.worker.origin);
    await this.link("Sign in with HubSpot").click();
    await this.consent(portal);
    await this.heading("Campaigns").waitFor();
    return this;
  }

  /** Answers HubSpot's consent page. */
  async consent(portal?: string, decision: "Connect app" | "Cancel" = "Connect app") {
    await this.heading(/^Connect .* to HubSpot$/).waitFor();
    if (portal) await this.page.locator(`input[name=account][value="${portal}"]`).check();
    await this.button(decision).click();
  }

  async createCampaign(name: string, destination = DESTINATION): Promise<void> {
    await this.tab("Campaigns");
    await this.button("Create campaign").first().click();
    const form = this.page.getByRole("dialog", { name: "Create campaign" });
    await form.getByLabel("Name").fill(name);
    await form.getByLabel("Destination").fill(destination);
    await form.getByRole("button", { name: "Create campaign", exact: true }).click();
    await this.heading(name).waitFor();
  }

  /** Waits until the run has succeeded. Returns its numbers by their labels. */
  async success(): Promise<Record<string, number>> {
    await this.heading("Success!").waitFor();
    return this.counts();
  }

  /** Returns the numbers of the run on the screen. */
  async counts(): Promise<Record<string, number>> {
    const cells = this.page.locator('dl[aria-label="Counts of this run"] > div');
    const texts = await cells.evaluateAll((all) =>
      all.map((cell) => [
        cell.querySelector("dt")?.textContent,
        cell.querySelector("dd")?.textContent,
      ]),
    );
    return numbersOf(texts);
  }
}

export function numbersOf(pairs: (string | null | undefined)[][]): Record<string, number> {
  return Object.fromEntries(
    pairs.map(([name, value]) => [String(name), Number(String(value).replace(/\D/g, ""))]),
  );
}
