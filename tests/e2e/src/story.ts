// The frame of every story at the dashboard: a world, a browser, and a picture of the last screen if the story fails.

import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { openBrowser } from "./browser.ts";
import { Dashboard, type Look } from "./dashboard.ts";
import { World, type WorldOptions } from "./world.ts";

export interface Story {
  readonly world: World;
  readonly browser: Browser;
  /** Opens the dashboard for a new person, with their own cookies and storage. */
  visitor(look?: Look): Promise<Dashboard>;
  /** Opens one more tab for this person. */
  tabOf(visitor: Dashboard): Promise<Dashboard>;
}

/** Prepares a file of stories. The file has one world; each story has its own visitors. */
export function story(name: string, options: WorldOptions): Story {
  let world: World | undefined;
  let browser: Browser | undefined;
  let visitors: Dashboard[] = [];
  let failures = 0;
  const there = <T>(part: T | undefined): T => {
    if (!part) throw new Error("the story has not begun");
    return part;
  };
  const met = (visitor: Dashboard): Dashboard => {
    visitors.push(visitor);
    return visitor;
  };

  beforeAll(async () => {
    world = await World.start(options);
    browser = await openBrowser();
  });

  afterEach(async ({ task }) => {
    const leaving = visitors;
    visitors = [];
    if (task.result?.state === "fail") {
      for (const visitor of leaving) {
        failures += 1;
        await visitor.picture(`failed-${name}-${failures}`);
      }
    }
    const troubles = leaving.flatMap((visitor) => visitor.troubles);
    for (const visitor of leaving) await visitor.close();
    expect(troubles).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  return {
    get world() {
      return there(world);
    },
    get browser() {
      return there(browser);
    },
    visitor: async (look) => met(await Dashboard.open(there(browser), there(world), look)),
    tabOf: async (visitor) => met(await Dashboard.tab(visitor.page.context(), there(world))),
  };
}
