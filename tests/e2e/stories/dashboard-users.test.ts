// Three hundred referrers: a person searches, filters, sorts and pages through them, and opens one.

import { beforeAll, expect, test } from "vitest";
import { eventually } from "../src/eventually.ts";
import { story } from "../src/story.ts";
import { CODE, LINK } from "../src/world.ts";

const CONTACTS = 300;
const its = story("users", { contacts: CONTACTS });
let quillon: { id: string; code: string; link: string };

beforeAll(async () => {
  const { world } = its;
  const { id } = await world.sandbox.createContact({
    firstname: "Quillon",
    lastname: "Zabriskie",
    email: "q.zabriskie@unusual.example.com",
  });
  const admin = await world.visitor().connect();
  const campaign = await admin.campaign("Spring");
  await admin.finished(await admin.startSync(campaign.id));
  await admin.campaign("Summer");
  const held = await world.sandbox.contacts([CODE, LINK]);
  const { properties = {} } = held.find((contact) => contact.id === id) ?? {};
  quillon = { id, code: String(properties[CODE]), link: String(properties[LINK]) };
});

async function users() {
  const at = await (await its.visitor()).signIn();
  await at.tab("Users");
  await at.table("Users").waitFor();
  const rows = at.table("Users").locator("tbody tr");
  const names = () => rows.locator("td:first-child a").allTextContents();
  const search = at.page.getByRole("searchbox", { name: "Search" });
  return { at, rows, names, search };
}

test("a search finds names, e-mail addresses and codes by their beginning", async () => {
  const { at, rows, names, search } = await users();
  for (const words of ["zabr", "quillon zab", "q.zabriskie@unus", quillon.code.toLowerCase()]) {
    await search.fill("nobody at all");
    await at.sees("Nobody matches");
    await search.fill(words);
    await expect.poll(names).toEqual(["Quillon Zabriskie"]);
  }
  await at.picture("users-search");
  const sought = () => new URL(at.page.url()).searchParams.get("q");
  expect(sought()).toBe(quillon.code.toLowerCase());
  await at.page.reload();
  await expect.poll(names).toEqual(["Quillon Zabriskie"]);
  await search.fill("nobody at all");
  await at.sees("Nobody matches");
  await at.picture("users-nobody");
  await at.button("Clear filters").click();
  await expect.poll(() => rows.count()).toBe(50);
});

test("sorted and paged, everybody is there once", async () => {
  const { at, rows, names } = await users();
  const links = rows.getByTitle(/\/r\//);
  const everybody = new Set<string>();
  for (let from = 1; from <= CONTACTS + 1; from += 50) {
    const to = Math.min(from + 49, CONTACTS + 1);
    await at.sees(`${from} to ${to}`);
    await expect.poll(() => at.table("Users").getAttribute("aria-busy")).toBe("false");
    for (const link of await links.evaluateAll((all) =>
      all.map((cell) => cell.getAttribute("title")),
    ))
      everybody.add(String(link));
    if (to <= CONTACTS) await at.button("Next").click();
  }
  expect(everybody).toEqual(new Set((await its.world.links()).values()));
  expect(await at.button("Next").isDisabled()).toBe(true);
  await at.picture("users-last-page");
  await at.button("Previous").click();
  await at.sees("251 to 300");

  await at.pick("Order", "Oldest first");
  await at.sees("1 to 50");
  await expect.poll(() => at.table("Users").getAttribute("aria-busy")).toBe("false");
  const oldest = await names();
  await at.pick("Order", "Newest first");
  await expect.poll(names).not.toEqual(oldest);
  for (const order of ["Most people referred", "Most successful"]) {
    await at.pick("Order", order);
    await expect.poll(() => rows.count()).toBe(50);
  }
});

test("the list is filtered by campaign and by link status", async () => {
  const { at, rows } = await users();
  await at.pick("Campaign", "Summer");
  await at.sees("Nobody matches");
  await at.pick("Campaign", "Spring");
  await expect.poll(() => rows.count()).toBe(50);
  await at.pick("Link", "Revoked");
  await at.sees("Nobody matches");
});

test("a referrer's panel shows link, QR code, record and history; the link can be paused and revived", async () => {
  const { at, names, search } = await users();
  await search.fill("zabriskie");
  await expect.poll(names).toEqual(["Quillon Zabriskie"]);
  await at.link("Quillon Zabriskie").click();
  const panel = at.page.getByRole("dialog", { name: "Quillon Zabriskie" });
  await panel.getByText(quillon.link).waitFor();
  const { sandbox } = its.world;
  expect(await panel.getByRole("link", { name: /^Open in HubSpot/ }).getAttribute("href")).toBe(
    `${sandbox.url}/contacts/${sandbox.portal}/record/0-1/${quillon.id}`,
  );
  const picture = panel.getByRole("img", { name: /^QR code/ });
  await expect
    .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(0);
  await panel.getByText("Joined the campaign").waitFor();
  await at.picture("user-panel");

  const answers = (wanted: number) =>
    eventually(
      async () => (await fetch(quillon.link, { redirect: "manual" })).status,
      (status) => status === wanted,
    );
  const change = async (action: string, status: string) => {
    await panel.getByRole("button", { name: action }).click();
    const question = at.page.getByRole("dialog", { name: `${action.split(" ")[0]} this link?` });
    await question.getByRole("button", { name: action }).click();
    await panel.getByText(status, { exact: true }).first().waitFor();
  };
  await change("Pause link", "Paused");
  await answers(410);
  await panel.getByText("Link paused").waitFor();
  await change("Revive link", "Live");
  await answers(302);
  await panel.getByText("Link revived").waitFor();
  await change("Revoke link", "Revoked");
  await answers(410);
  await at.picture("user-revoked");
  await at.page.reload();
  await panel.getByText("Link revoked").waitFor();
  await panel.getByRole("button", { name: "Close" }).click();
  await panel.waitFor({ state: "detached" });
  await expect.poll(names).toEqual(["Quillon Zabriskie"]);
  await search.fill("");
  await at.pick("Link", "Revoked");
  await expect.poll(names).toEqual(["Quillon Zabriskie"]);
  await at.row("Users", "Quillon").getByRole("link").first().click();
  await change("Revive link", "Live");
});
