// CSV export and import: by the API, and by a marketer at the dashboard.

import { beforeAll, expect, test } from "vitest";
import { overhang, seriousFindings } from "../src/accessibility.ts";
import type { Admin, Campaign } from "../src/admin.ts";
import { textOf } from "../src/browser.ts";
import { type Dashboard, NARROW } from "../src/dashboard.ts";
import { eventually } from "../src/eventually.ts";
import { PATIENCE_MS } from "../src/patience.ts";
import { expectProblem } from "../src/problem.ts";
import { story } from "../src/story.ts";
import { LINK } from "../src/world.ts";

const its = story("csv", { contacts: 250 });
const FORMULA = '=SUM(A1:A9) & "x"';
let admin: Admin;
let spring: Campaign;
let summer: Campaign;

interface Numbers {
  referrers: number;
  peopleReferred: number;
  successfulReferrals: number;
}

interface Line {
  line: number;
  outcome: string;
  why: string | null;
}

beforeAll(async () => {
  admin = await its.world.visitor().connect();
  spring = await admin.campaign("Spring");
  await admin.finished(await admin.startSync(spring.id));
  summer = await admin.campaign("Summer");
});

/** Returns the cells of a table. No cell holds a line break. */
function cellsOf(table: string): string[][] {
  const lines = table
    .replace(/^\uFEFF/, "")
    .trimEnd()
    .split("\r\n");
  return lines.map((line) =>
    line.startsWith('"')
      ? line
          .slice(1, -1)
          .split('","')
          .map((cell) => cell.replaceAll('""', '"'))
      : line.split(","),
  );
}

async function table(target: string): Promise<string[][]> {
  const answer = await admin.visit(target);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toMatch(
    /^attachment; filename="goodword-\w+\.csv"$/,
  );
  return cellsOf(await answer.text());
}

async function take(campaign: Campaign, what: string, rows: object[]): Promise<Line[]> {
  const target = `/api/campaigns/${campaign.id}/${what}/import`;
  const { outcomes } = await admin.change<{ outcomes: Line[] }>("POST", target, { rows });
  return outcomes;
}

const numbers = ({ id }: Campaign) => admin.get<Numbers>(`/api/campaigns/${id}`);
const fates = (lines: Line[]) => lines.map(({ outcome }) => outcome);

test("the export of one campaign can be imported into another; a second import changes nothing", async () => {
  const [, ...referrers] = await table(`/api/referrers.csv?campaignId=${spring.id}`);
  expect(referrers).toHaveLength(250);
  const people = [
    {
      referrerContactId: referrers[0]?.[0],
      email: "won@x.example",
      status: "qualified",
      referredAt: "2025-01-02",
    },
    { referrerContactId: referrers[0]?.[0], email: "open@x.example", firstName: FORMULA },
    { referrerContactId: referrers[1]?.[0], email: "WON+later@x.example", status: "qualified" },
  ].map((row, line) => ({ line, ...row }));
  const told = await take(spring, "referrals", people);
  expect(fates(told)).toEqual(["added", "added", "notCounted"]);
  expect(told[2]?.why).toContain("the first link wins");

  const [head = [], ...referrals] = await table(`/api/referrals.csv?campaignId=${spring.id}`);
  const column = (row: string[], name: string) => row[head.indexOf(name)];
  expect(referrals.map((row) => column(row, "first name"))).toContain(`'${FORMULA}`);
  expect(column(referrals[0] ?? [], "referred at")).toBe("2025-01-02T00:00:00Z");

  const contacts = referrers.map(([contactId, firstName, lastName], line) => ({
    line,
    contactId,
    firstName,
    lastName,
  }));
  const parts = [contacts.slice(0, 200), contacts.slice(200)];
  // HubSpot is asked first whether the contacts exist. The same lines say when they take part.
  for (const part of parts) {
    expect(new Set(fates(await take(summer, "referrers", part)))).toEqual(new Set(["checking"]));
  }
  for (const part of parts) {
    await eventually(
      () => take(summer, "referrers", part),
      (outcomes) => fates(outcomes).every((fate) => fate === "known"),
    );
  }
  const rows = referrals.map((row, line) => ({
    line,
    referrerContactId: column(row, "referrer contact id"),
    code: column(row, "code"),
    email: column(row, "email"),
    status: column(row, "status"),
    referredAt: column(row, "referred at"),
    decidedAt: column(row, "decided at"),
  }));
  expect(fates(await take(summer, "referrals", rows))).toEqual(fates(told));
  expect(await numbers(summer)).toMatchObject({
    referrers: 250,
    peopleReferred: 2,
    successfulReferrals: 1,
  });
  expect(fates(await take(summer, "referrals", rows))).toEqual(["known", "known", "known"]);
  expect(await numbers(summer)).toMatchObject({ peopleReferred: 2, successfulReferrals: 1 });

  // Links that an import created work like any other link.
  const [, ...there] = await table(`/api/referrers.csv?campaignId=${summer.id}`);
  const link = String(there[249]?.[6]);
  await eventually(
    async () => (await fetch(link, { redirect: "manual" })).status,
    (status) => status === 302,
  );
});

test("an import into a synced campaign reaches HubSpot through the mapped properties alone", async () => {
  const { id } = await its.world.sandbox.createContact({ email: "late@x.example" });
  expect(fates(await take(spring, "referrers", [{ line: 1, contactId: id }]))).toEqual([
    "checking",
  ]);
  const links = await eventually(
    () => its.world.links(),
    (links) => Boolean(links.get(id)),
  );
  const [, ...lines] = await table(`/api/referrers.csv?campaignId=${spring.id}`);
  expect(links.get(id)).toBe(lines.at(-1)?.[6]);
  expect(LINK).toBe("goodword_referral_link");
});

test("lines that cannot be imported are refused one by one; a malformed import is refused as a whole", async () => {
  const outcomes = await take(summer, "referrals", [
    { line: 2, referrerContactId: "nobody", email: "a@x.example" },
    { line: 3, referrerContactId: "999999", email: "b@x.example" },
    { line: 4, email: "c@x.example" },
  ]);
  expect(fates(outcomes)).toEqual(["refused", "refused", "refused"]);
  for (const { why } of outcomes) expect(why).toMatch(/\.$/);
  const send = (body: object, place = `/api/campaigns/${summer.id}/referrals/import`) =>
    admin.send("POST", place, body);
  const rows = Array.from({ length: 201 }, (_, line) => ({ line, email: "a@x.example" }));
  await expectProblem(await send({ rows }), 422);
  await expectProblem(await send({ rows: [{ line: 1, name: "Ann" }] }), 422);
  await expectProblem(await send({ rows: [{ line: 1, email: "x".repeat(70_000) }] }), 413);
  await expectProblem(await send({ rows: [] }, "/api/campaigns/99/referrals/import"), 404);
  await expectProblem(await admin.visit("/api/referrers.csv?after=nowhere"), 422);
  await expectProblem(await admin.visit("/api/referrals.csv?status=lost"), 400);
});

/** Opens the import dialog and chooses a file. */
async function give(at: Dashboard, menu: string, title: string, name: string, content: string) {
  await at.choose(menu, "Import CSV");
  const dialog = at.page.getByRole("dialog", { name: title });
  await dialog.getByLabel("CSV file").setInputFiles({
    name,
    mimeType: "text/csv",
    buffer: Buffer.from(content),
  });
  await dialog.getByRole("button", { name: "Another file" }).waitFor();
  return dialog;
}

test("a marketer exports users, and imports others from a narrow screen", async () => {
  const at = await (await its.visitor({ viewport: NARROW })).signIn();
  await at.visit(`/users?campaign=${spring.id}`);
  await at.table("Users").waitFor();
  const download = at.page.waitForEvent("download");
  await at.choose("CSV", "Export CSV");
  const given = await download;
  expect(given.suggestedFilename()).toMatch(/^goodword-referrers-\d{4}-\d{2}-\d{2}\.csv$/);
  const kept = await textOf(given);
  expect(kept.startsWith("\uFEFFcontact id,first name,")).toBe(true);
  expect(cellsOf(kept).length).toBeGreaterThan(250);

  const { id } = await its.world.sandbox.createContact({ email: "narrow@x.example" });
  const content = `Record ID,First name,Shoe size\n${id},Una,39\nsomebody,Bo,40\n`;
  await at.choose("CSV", "Import CSV");
  await at.page
    .getByRole("dialog", { name: "Import users" })
    .getByText("or drop it here")
    .waitFor();
  expect(await seriousFindings(at.page)).toEqual([]);
  await at.picture("import-file");
  await at.page.keyboard.press("Escape");
  const dialog = await give(at, "CSV", "Import users", "people.csv", content);
  await at.sees("1 line can be imported; 1 line with problems is left out.");
  expect(await overhang(at.page)).toBe(0);
  expect(await seriousFindings(at.page)).toEqual([]);
  await at.picture("import-preview");
  await dialog.getByRole("button", { name: "Import 1 line" }).click();
  await dialog.getByText("The import is done").waitFor();
  expect(await seriousFindings(at.page)).toEqual([]);
  await at.picture("import-result");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  // HubSpot is still being asked about the contact. It takes part as soon as HubSpot has answered.
  const takesPart = async () => {
    await at.page.reload();
    await at.table("Users").waitFor();
    return at.page.getByRole("link", { name: "Una" }).isVisible();
  };
  await expect.poll(takesPart).toBe(true);
});

test("five thousand referrals are imported from the campaign's page", async () => {
  const [, ...referrers] = await table(`/api/referrers.csv?campaignId=${summer.id}`);
  const before = await numbers(summer);
  const lines = Array.from(
    { length: 5_000 },
    (_, at) =>
      `${referrers[at % 250]?.[0]},big${at}@x.example,${at % 5 ? "pending" : "won"},2025-03-0${1 + (at % 9)}`,
  );
  const content = `referrer contact id,email,status,referred at\n${lines.join("\n")}\n`;
  const at = await (await its.visitor()).signIn();
  await at.visit(`/campaigns/${summer.id}`);
  const dialog = await give(at, "Referrals CSV", "Import referrals", "old system.csv", content);
  await at.sees("5,000 lines can be imported.");
  await at.picture("import-large");
  await dialog.getByRole("button", { name: "Import 5,000 lines" }).click();
  // It is sent in twenty-five parts while the account's loop looks these people up in HubSpot.
  await dialog.getByText("The import is done").waitFor({ timeout: 3 * PATIENCE_MS });
  expect(await numbers(summer)).toMatchObject({
    peopleReferred: before.peopleReferred + 5_000,
    successfulReferrals: before.successfulReferrals + 1_000,
  });
  await dialog.getByRole("button", { name: "Close" }).last().click();

  const download = at.page.waitForEvent("download");
  await at.choose("Referrals CSV", "Export CSV");
  const cells = cellsOf(await textOf(await download));
  expect(cells).toHaveLength(5_004);
  expect(new Set(cells.map(([id]) => id)).size).toBe(5_004);
});
