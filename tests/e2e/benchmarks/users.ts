// How the Users tab answers when an account has so many referrers: each order, filter and search, and pages far
// down the list. Prints one JSON object; `cargo xtask bench --users N` runs it.

import { World } from "../src/world.ts";

/** The requests that the tab can make, besides searches for an existing code and name. */
const QUESTIONS = [
  "",
  "?order=oldest",
  "?order=mostReferred",
  "?order=mostSuccessful",
  "?linkStatus=live",
  "?linkStatus=paused",
  "?campaignId=1&order=mostReferred&linkStatus=live",
  "?refused=true",
  "?q=a",
  "?q=example.com",
  "?q=a%20b&linkStatus=live&campaignId=1&order=oldest",
];

/** Questions are put so often; the slowest answer counts. */
const REPETITIONS = 5;

/** Pages that are turned, one after the other, through the whole list or as far as this. */
const MAX_PAGES = 2000;

interface Page {
  items: { code: string; lastName: string | null }[];
  next: string | null;
}

interface Figures {
  milliseconds: number;
  rowsRead: number;
  lines: number;
}

class Slowest implements Figures {
  milliseconds = 0;
  rowsRead = 0;
  lines = 0;

  add({ milliseconds, rowsRead, lines }: Figures) {
    this.milliseconds = Math.max(this.milliseconds, Math.round(milliseconds));
    this.rowsRead = Math.max(this.rowsRead, rowsRead);
    this.lines = Math.max(this.lines, lines);
  }
}

const contacts = Number(process.argv[2] ?? 100_000);
const world = await World.start({ contacts, runner: "wrangler" });
try {
  const admin = await world.visitor().connect();
  const campaign = await admin.campaign("Spring");
  const run = await admin.finished(await admin.startSync(campaign.id), 1_200_000);

  const ask = async (question: string) => {
    const began = performance.now();
    const answer = await admin.visit(`/api/referrers${question}`);
    const page = (await answer.json()) as Page;
    const milliseconds = performance.now() - began;
    const told = /rows-read;desc="(\d+)"/.exec(answer.headers.get("server-timing") ?? "");
    return { page, milliseconds, rowsRead: Number(told?.[1]), lines: page.items.length };
  };

  const answers: Record<string, Slowest> = {};
  const { page: first } = await ask("");
  const there = first.items.map(({ code }) => `?q=${code}`).slice(0, 1);
  const named = first.items.flatMap(({ lastName }) => (lastName ? [`?q=${lastName}`] : []));
  for (const question of [...QUESTIONS, ...there, ...named.slice(0, 1)]) {
    const slowest = new Slowest();
    for (let time = 0; time < REPETITIONS; time++) slowest.add(await ask(question));
    answers[question] = slowest;
  }

  const turned = new Slowest();
  let pages = 0;
  for (let next = first.next; next && pages < MAX_PAGES; pages++) {
    const { page, ...figures } = await ask(`?after=${next}`);
    turned.add(figures);
    next = page.next;
  }
  const told = { referrers: run.counts.linked, answers, pages, turned };
  console.log(JSON.stringify(told));
} finally {
  await world.stop();
}
