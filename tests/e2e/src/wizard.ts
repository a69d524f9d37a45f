// The sync wizard, step by step, with the labels that a person reads.

import type { Locator } from "playwright-core";
import { expect } from "vitest";
import { type Dashboard, numbersOf } from "./dashboard.ts";

export const INCLUDED = "Lists whose contacts take part";
export const EXCLUDED = "Lists to leave out";

export class Wizard {
  constructor(readonly at: Dashboard) {}

  get next(): Locator {
    return this.at.button("Next");
  }

  get start(): Locator {
    return this.at.button("Start Sync");
  }

  /** Waits for a step: its question is there, and the list of steps marks it as the current one. */
  async isAt(step: "Contacts" | "Contact data" | "Properties" | "Start"): Promise<void> {
    const questions = {
      Contacts: "Which contacts take part?",
      "Contact data": "What does Goodword take from HubSpot?",
      Properties: "Where does HubSpot keep the referral data?",
      Start: "Ready to start",
    };
    await this.at.heading(questions[step]).waitFor();
    const steps = this.at.page.getByRole("navigation", { name: "Steps" });
    await steps.locator('[aria-current="step"]').filter({ hasText: step }).waitFor();
  }

  /** Returns the name of the property that Goodword creates for this sync's campaign. */
  ownProperty(name: string): string {
    const campaign = new URL(this.at.page.url()).searchParams.get("campaign");
    return campaign === "1" ? `goodword_${name}` : `goodword_${campaign}_${name}`;
  }

  async goOn(): Promise<void> {
    await this.next.click();
  }

  /** Expects the button to be disabled, with a reason that screen readers announce too. */
  async isShutBecause(why: string | RegExp, way = this.next): Promise<void> {
    await this.at.page.getByRole("status").filter({ hasText: why }).waitFor();
    expect(await way.isDisabled()).toBe(true);
  }

  list(name: string, group = INCLUDED): Locator {
    return this.at.page
      .getByRole("group", { name: group })
      .getByRole("listitem")
      .filter({ has: this.at.page.getByRole("checkbox", { name, exact: true }) });
  }

  async onlyLists(...names: string[]): Promise<void> {
    await this.at.page.getByRole("radio", { name: "Contacts of lists" }).check();
    for (const name of names) await this.list(name).getByRole("checkbox").check();
  }

  async leaveOut(...names: string[]): Promise<void> {
    await this.at.page
      .getByRole("checkbox", { name: "Leave out the contacts of other lists" })
      .check();
    for (const name of names) await this.list(name, EXCLUDED).getByRole("checkbox").check();
  }

  /** Waits for the live count of contacts. Returns it. */
  async counted(): Promise<number> {
    const said = this.at.page
      .getByRole("status")
      .filter({ hasText: /contacts? will take part\.$/ });
    await said.waitFor();
    return Number(((await said.textContent()) ?? "").replace(/\D/g, ""));
  }

  property(field: string): Locator {
    return this.at.choices(`HubSpot property for ${field}`);
  }

  /** Maps a piece of referral data to the property with this label. */
  async map(field: string, label: string): Promise<void> {
    await this.property(field).fill(label);
    await this.at.page.getByRole("option", { name: label }).first().click();
  }

  async createProperties(): Promise<void> {
    await this.at.button("Create the properties for me").click();
    await expect.poll(() => this.property("QR Code URL").inputValue()).not.toBe("");
  }

  async refresh(): Promise<void> {
    await this.at.button("Refresh properties and lists from HubSpot").click();
  }

  /** Goes from the first step to the last one and accepts all suggestions. */
  async toTheStart(): Promise<void> {
    await this.isAt("Contacts");
    await this.goOn();
    await this.isAt("Contact data");
    await this.goOn();
    await this.isAt("Properties");
    const create = this.at.button("Create the properties for me");
    const isMapped = async () => (await this.property("QR Code URL").inputValue()) !== "";
    await expect.poll(async () => (await create.isVisible()) || (await isMapped())).toBe(true);
    if (await create.isVisible()) await this.createProperties();
    await this.goOn();
    await this.isAt("Start");
  }

  /** Starts a dry run. Returns its numbers by their labels. */
  async dryRun(): Promise<Record<string, number>> {
    await this.at.button(/^(Show what would change|Run it again)$/).click();
    await this.at.heading("Some contacts before and after").waitFor();
    const facts = this.at.page
      .getByRole("status")
      .filter({ hasText: "Left alone" })
      .locator("dl > div");
    return numbersOf(
      await facts.evaluateAll((all) =>
        all.map((fact) => [
          fact.querySelector("dt")?.textContent,
          fact.querySelector("dd")?.textContent,
        ]),
      ),
    );
  }
}
