// Referrals at the dashboard: how they arrive, who decides about them, and where their numbers are shown.

import type { Locator } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { overhang, seriousFindings } from "../src/accessibility.ts";
import type { Admin } from "../src/admin.ts";
import { type Dashboard, NARROW, numbersOf } from "../src/dashboard.ts";
import { story } from "../src/story.ts";
import { follow } from "../src/visits.ts";
import { CODE, LINK } from "../src/world.ts";

const its = story("referrals", { contacts: 20 });

interface Referrer {
  id: string;
  code: string;
  link: string;
}

let admin: Admin;
let ana: Referrer;
let ben: Referrer;
let spring = 0;

beforeAll(async () => {
  const { world } = its;
  const made = async (firstname: string, lastname: string) => {
    const email = `${firstname}@${lastname}.example.com`.toLowerCase();
    return (await world.sandbox.createContact({ firstname, lastname, email })).id;
  };
  const ids = [await made("Ana", "Quillfeather"), await made("Ben", "Zabriskie")];
  admin = await world.visitor().connect();
  const campaign = await admin.campaign("Spring");
  spring = campaign.id;
  const terms = { rules: [{ id: 1, cause: "api", holdDays: 0 }] };
  await admin.change("PATCH", `/api/campaigns/${spring}`, { terms });
  await admin.finished(await admin.startSync(spring));
  await admin.campaign("Summer");
  const held = await world.sandbox.contacts([CODE, LINK]);
  const referrer = (id = ""): Referrer => {
    const { properties = {} } = held.find((contact) => contact.id === id) ?? {};
    return { id, code: String(properties[CODE]), link: String(properties[LINK]) };
  };
  [ana, ben] = [referrer(ids[0]), referrer(ids[1])];
  await follow(ana.link, 5);
  await follow(ben.link, 3);
});

/** Sends a request as a customer's own system does, with its key. */
async function says(key: string, path: string, body: object): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  return fetch(new URL(path, its.world.worker.origin), init);
}

const panelOf = (at: Dashboard, name: string | RegExp): Locator =>
  at.page.getByRole("dialog", { name });

/** Opens the Referrals tab. Returns its rows and the people in them. */
async function referrals(search = "") {
  const at = await (await its.visitor()).signIn();
  await at.visit(`/referrals${search}`);
  const rows = at.table("Referrals").locator("tbody tr");
  const people = () => rows.locator("td:first-child a").allTextContents();
  return { at, rows, people };
}

async function open(at: Dashboard, person: string): Promise<Locator> {
  await at.table("Referrals").getByRole("link", { name: person, exact: true }).click();
  const panel = panelOf(at, person);
  await panel.getByText("History").waitFor();
  return panel;
}

/** Returns the numbers of a description list by their labels. */
const numbersIn = async (part: Locator) =>
  numbersOf(
    await part
      .locator("dl > div")
      .evaluateAll((all) =>
        all.map((each) => [
          each.querySelector("dt")?.textContent,
          (each.querySelector("dd > span") ?? each.querySelector("dd"))?.textContent,
        ]),
      ),
  );

test("without referrals the tab says how to get some", async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    const at = await (await its.visitor({ viewport: NARROW, colorScheme })).signIn();
    await at.tab("Referrals");
    await at.sees("Nobody was referred yet");
    await at.isComplete();
    await at.picture(`referrals-empty-${colorScheme}`);
    expect(await seriousFindings(at.page)).toEqual([]);
    expect(await overhang(at.page)).toBe(0);
  }
});

test("a system reports a referral and its success with a key, until the key ends", async () => {
  const at = await (await its.visitor()).signIn();
  await at.tab("Settings");
  await at.sees("No key yet.");
  await at.button("Create a key").click();
  await panelOf(at, "Create an API key").getByLabel("What is it for?").fill("The shop");
  await at.button("Create the key").click();
  const shown = panelOf(at, "The key for The shop");
  const key = String(await shown.getByLabel("API key").textContent());
  expect(key).toMatch(/^gwk_\d+_/);
  await at.picture("api-key-made");
  await at.button("I have copied it").click();
  await shown.waitFor({ state: "detached" });
  expect(await at.page.getByText(key).count()).toBe(0);

  const told = { code: ana.code, email: "gia@tailspin.example.com", firstName: "Gia" };
  const claim = await says(key, "/api/referrals", told);
  expect(claim.status).toBe(201);
  const { id } = (await claim.json()) as { id: number };
  expect((await says(key, "/api/referrals", told)).status).toBe(200);

  await at.tab("Referrals");
  await at.row("Referrals", "Gia").getByText("Pending").waitFor();
  const panel = await open(at, "Gia");
  await panel.getByText("Why is this not successful yet?").waitFor();
  await at.picture("referral-pending");
  expect((await says(key, `/api/referrals/${id}/events`, { event: "qualify" })).status).toBe(200);
  await at.page.reload();
  await panel.getByText("Became successful by a rule").waitFor();
  await panel.getByText("A rule of the campaign is met.").waitFor();
  await panel.getByRole("button", { name: "Close" }).click();
  await panel.waitFor({ state: "detached" });

  await at.tab("Settings");
  const used = at.row("API keys", "The shop");
  await used.locator("time").nth(1).waitFor();
  await at.button("End the key The shop").click();
  await at.button("End the key").click();
  await at.sees("No key yet.");
  expect((await says(key, "/api/referrals", told)).status).toBe(401);
});

test("people are added on the referrer's page, which says whether they count, and why not", async () => {
  const at = await (await its.visitor()).signIn();
  const add = async (person: Record<string, string>, answer: string | RegExp) => {
    const form = panelOf(at, /^Add a person referred by/);
    await at.button("Add a referral").or(at.button("Add another")).click();
    for (const [field, value] of Object.entries(person)) await form.getByLabel(field).fill(value);
    await form.getByRole("button", { name: "Add referral" }).click();
    await form.getByText(answer).waitFor();
    return form;
  };
  await at.visit(`/users/${spring}/${ana.id}`);
  const cy = { "E-mail": "cy@northwind.example.com", "First name": "Cy" };
  await add(cy, "Cy was added, and counts");
  await at.picture("referral-added");
  await at.button("Close").last().click();
  await add({ "E-mail": "Cy@Northwind.example.com" }, "Cy was already referred: Pending");
  await at.button("Close").last().click();
  const own = { "E-mail": "ana+self@quillfeather.example.com" };
  const form = await add(own, /was added, but does not count/);
  await form.getByText(/are the same contact, or have the same e-mail address/).waitFor();
  await at.picture("referral-not-counted");
  await at.button("Close").last().click();

  const panel = panelOf(at, "Ana Quillfeather");
  await panel
    .getByText(/are the same contact, or have the same e-mail address/)
    .first()
    .waitFor();
  await panel.getByRole("link", { name: "Referred Cy" }).waitFor();
  expect(await numbersIn(panel)).toMatchObject({ "People referred": 2, "Successful referrals": 1 });
  await at.isComplete();
  await at.picture("user-referrals");

  await at.visit(`/users/${spring}/${ben.id}`);
  const late = await add(cy, "Cy was added, but does not count");
  await late.getByText(/This person was referred to the campaign before/).waitFor();
  await late.getByRole("link", { name: "See the referral" }).click();
  await panelOf(at, "Cy").getByText("Why does this not count?").waitFor();
  expect(new URL(at.page.url()).pathname).toMatch(/\/referrals\/\d+$/);
});

test("filters find referrals and are kept in the address", async () => {
  const { at, people } = await referrals();
  const self = "ana+self@quillfeather.example.com";
  await expect.poll(people).toEqual(["Cy", self, "Cy", "Gia"]);
  await at.page.getByRole("searchbox", { name: "Search" }).fill("cy@north");
  await expect.poll(people).toEqual(["Cy", "Cy"]);
  await at.pick("Status", "Pending");
  await expect.poll(people).toEqual(["Cy"]);
  await at.pick("Campaign", "Summer");
  await at.sees("No referral matches");
  await at.picture("referrals-none");
  await at.button("Clear filters").click();
  await expect.poll(people).toHaveLength(4);
  await at.pick("Status", "Rejected");
  await expect.poll(people).toEqual(["Cy", self]);
  await at.page.reload();
  await expect.poll(people).toEqual(["Cy", self]);

  await at.visit(`/users/${spring}/${ana.id}`);
  const whole = panelOf(at, "Ana Quillfeather");
  await whole.getByRole("link", { name: "2", exact: true }).click();
  await at.sees("Referred by Ana Quillfeather");
  await expect.poll(people).toEqual([self, "Cy", "Gia"]);
  await at.picture("referrals-of-one");
  await at.button("Show everybody, not only people referred by Ana Quillfeather").click();
  await expect.poll(people).toHaveLength(4);
});

test("a person approves, rejects, reverses and reopens referrals, and the numbers follow", async () => {
  const { at } = await referrals("?status=rejected");
  const decide = async (panel: Locator, action: string, question?: string) => {
    await panel.getByRole("button", { name: action, exact: true }).click();
    if (question) {
      await panelOf(at, question).getByRole("button", { name: action, exact: true }).click();
    }
  };
  const close = async (panel: Locator) => {
    await panel.getByRole("button", { name: "Close" }).click();
    await panel.waitFor({ state: "detached" });
  };
  // Ben's referral does not count. It cannot be approved while Ana's referral of the same person counts.
  const late = await open(at, "Cy");
  await decide(late, "Approve");
  await late.getByText(/Another referral of this person counts already/).waitFor();
  await at.picture("referral-conflict");
  await close(late);

  await at.visit("/referrals?status=pending");
  const first = await open(at, "Cy");
  await decide(first, "Reject", "Reject this referral?");
  await first.getByText("A person decided that it does not count.").waitFor();
  await first.getByText("Rejected by a person").waitFor();
  await close(first);

  await at.visit(`/referrals?status=rejected&referrer=${ben.id}`);
  const now = await open(at, "Cy");
  await decide(now, "Approve");
  await now.getByText("A person approved it.").waitFor();
  await at.picture("referral-approved");
  await now.getByRole("link", { name: "Ben Zabriskie" }).click();
  const user = panelOf(at, "Ben Zabriskie");
  await user.getByText("Referral of Cy approved").waitFor();
  expect(await numbersIn(user)).toMatchObject({ "People referred": 1, "Successful referrals": 1 });

  const funnel = at.page.getByRole("region", { name: "From click to success" });
  const leaders = () =>
    at.table("Top referrers").locator("tbody tr td:nth-child(2)").allTextContents();
  const campaign = async (numbers: Record<string, number>, best: string[]) => {
    await at.visit(`/campaigns/${spring}`);
    await expect.poll(() => numbersIn(funnel)).toMatchObject(numbers);
    await expect.poll(leaders).toEqual(best);
    await at.isComplete();
  };
  await campaign({ Clicks: 8, "People referred": 2, Successful: 2 }, [
    "Ben Zabriskie",
    "Ana Quillfeather",
  ]);
  await at.sees("25% of clicks");
  await at.picture("campaign-funnel");
  await at.link("Ben Zabriskie").click();
  await user.getByText("Referral of Cy approved").waitFor();

  await at.visit(`/referrals?status=qualified&referrer=${ben.id}`);
  const back = await open(at, "Cy");
  await decide(back, "Reverse", "Reverse this success?");
  await back.getByText("A person took the success back.").waitFor();
  await at.picture("referral-reversed");
  await campaign({ "People referred": 1, Successful: 1 }, ["Ana Quillfeather"]);

  await at.visit(`/referrals?status=reversed`);
  const again = await open(at, "Cy");
  await decide(again, "Reopen");
  await again.getByText("Why is this not successful yet?").waitFor();
  await again.getByText("Reopened: the rules decide again").waitFor();
  await campaign({ "People referred": 2, Successful: 1 }, ["Ana Quillfeather"]);
  await at.page.getByText("By referred").click();
  await expect.poll(leaders).toHaveLength(2);
});
