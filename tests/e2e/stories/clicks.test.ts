// Visits of a link: which of them count, which do not, and where both are shown.

import { expect, test } from "vitest";
import { eventually } from "../src/eventually.ts";
import { story } from "../src/story.ts";

const its = story("clicks", { contacts: 3 });

const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";

interface Campaign {
  clicks: number;
  machineVisits: { reason: string; visits: number }[];
}

interface Days {
  items: { clicks: number; machineVisits: number; repeatedVisits: number }[];
}

test("clicks of people are counted once an hour; clicks of machines are recognised", async () => {
  const { world } = its;
  const admin = await world.visitor().connect();
  const spring = await admin.campaign("Spring");
  await admin.finished(await admin.startSync(spring.id));
  const { items } = await admin.get<{ items: { contactId: string; link: string }[] }>(
    "/api/referrers?order=oldest",
  );
  const [ana, ben] = items;

  const visit = async (link = "", userAgent = "", method = "GET") => {
    const headers = { "user-agent": userAgent };
    const answer = await fetch(link, { method, headers, redirect: "manual" });
    expect(answer.status).toBe(302);
    expect(answer.headers.get("set-cookie")).toBeNull();
  };
  await visit(ana?.link, CHROME);
  await visit(ana?.link, CHROME);
  await visit(ana?.link, FIREFOX);
  await visit(ben?.link, CHROME);
  // Posting a link on X brings these visits.
  await visit(ana?.link, "Twitterbot/1.0");
  await visit(ana?.link, "", "HEAD");
  await visit(ana?.link, CHROME, "HEAD");
  await visit(ana?.link, FIREFOX, "HEAD");

  const place = `/api/campaigns/${spring.id}`;
  const counted = await eventually(
    () => admin.get<Campaign>(place),
    ({ clicks, machineVisits }) =>
      clicks === 3 && machineVisits.reduce((sum, { visits }) => sum + visits, 0) === 4,
  );
  expect(counted.machineVisits).toEqual([
    { reason: "method", visits: 3 },
    { reason: "preview", visits: 1 },
  ]);
  const of = `${place}/referrers/${ana?.contactId}`;
  expect(await admin.get(of)).toMatchObject({ clicks: 2, peopleReferred: 0 });
  const today = (await admin.get<Days>(`${of}/activity?days=2`)).items.at(-1);
  expect(today).toMatchObject({ clicks: 2, machineVisits: 4, repeatedVisits: 1 });

  const at = await (await its.visitor()).signIn();
  await at.visit(`/campaigns/${spring.id}`);
  await at.sees("4 visits by machines do not count");
  await at.picture("campaign-clicks");
});

test("a visit of a link that does not work is no click", async () => {
  const admin = await its.world.visitor().connect();
  const { items } = await admin.get<{
    items: { campaignId: number; contactId: string; link: string }[];
  }>("/api/referrers?order=newest");
  const { campaignId, contactId, link } = items[0] ?? { link: "" };
  const place = `/api/campaigns/${campaignId}/referrers/${contactId}`;
  await admin.change("PATCH", place, { linkStatus: "paused" });
  const visit = (method: string) =>
    fetch(link, { method, headers: { "user-agent": CHROME }, redirect: "manual" });
  // A visit by HEAD shows the link's state and is never a click.
  const answers = (status: number) =>
    eventually(
      () => visit("HEAD"),
      (answer) => answer.status === status,
    );
  await answers(410);
  const before = await admin.get<{ clicks: number }>(place);
  expect((await visit("GET")).status).toBe(410);
  await admin.change("PATCH", place, { linkStatus: "live" });
  await answers(302);
  expect((await visit("GET")).status).toBe(302);
  // The click that counts comes after the one that does not. Once it is counted, the other can no longer come.
  const after = await eventually(
    () => admin.get<{ clicks: number }>(place),
    ({ clicks }) => clicks > before.clicks,
  );
  expect(after.clicks).toBe(before.clicks + 1);
});
