// Readable names of links, and an account's link domain, as visitors, admins and HubSpot see them.

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Admin } from "../src/admin.ts";
import { openBrowser } from "../src/browser.ts";
import { Dashboard, NARROW } from "../src/dashboard.ts";
import { eventually } from "../src/eventually.ts";
import { visitHost } from "../src/own-host.ts";
import { expectProblem } from "../src/problem.ts";
import { OPERATOR_KEY } from "../src/worker.ts";
import { LINK, World } from "../src/world.ts";

const HOST = "go.northwind.example";
const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36";

interface Referrer {
  contactId: string;
  code: string;
  slug: string | null;
  link: string;
  qrCodeUrl: string;
  qrCodePngUrl: string;
  share: Record<string, string>;
  clicks: number;
}

interface Domain {
  host: string;
  state: string;
  base: string;
  records: { name: string; value: string }[];
  lastLook: { found: string } | null;
  reason: string | null;
  leaving: string[];
  givenUp: { host: string }[];
}

interface Account {
  portal: string;
  admin: Admin;
  campaign: number;
  referrers: Referrer[];
}

let world: World;
let one: Account;
let other: Account;

beforeAll(async () => {
  world = await World.start({ contacts: 4, portals: 2 });
  const [first = "", second = ""] = await world.sandbox.portals();
  one = await open(first);
  other = await open(second);
});

afterAll(() => world?.stop());

async function open(portal: string): Promise<Account> {
  const admin = await world.visitor().connect(portal);
  const { id } = await admin.change<{ id: number }>("POST", "/api/campaigns", {
    name: "Spring & more",
    destination: "https://shop.example.com/welcome",
    shareMessage: "{firstName} says: {link}",
  });
  await admin.finished(await admin.startSync(id, { ongoing: true }));
  const { items } = await admin.get<{ items: Referrer[] }>("/api/referrers?order=oldest");
  return { portal, admin, campaign: id, referrers: items };
}

const placeOf = ({ campaign, referrers }: Account, at = 0) =>
  `/api/campaigns/${campaign}/referrers/${referrers[at]?.contactId}`;
const shown = (account: Account, at = 0) => account.admin.get<Referrer>(placeOf(account, at));
const name = (account: Account, slug: string, at = 0) =>
  account.admin.change<Referrer>("PATCH", placeOf(account, at), { slug });
const want = ({ admin }: Account, host: string) =>
  admin.change<Domain>("PATCH", "/api/link-domain", { host });
const domain = (account: Account, satisfies: (domain: Domain) => boolean) =>
  eventually(() => account.admin.get<Domain>("/api/link-domain"), satisfies);

/** Lets the owner of a domain set the records that an account shows, and lead the domain here. */
async function own(host: string, ...accounts: Account[]): Promise<void> {
  const shown = await Promise.all(
    accounts.map(({ admin }) => admin.get<Domain>("/api/link-domain")),
  );
  const records = shown.flatMap((domain) => domain.records);
  const [first] = records;
  if (!first) throw new Error("no record to set");
  await world.sandbox.setTxt(
    first.name,
    records.map(({ value }) => value),
  );
  await world.sandbox.leadHost(host, world.worker.origin);
  await Promise.all(accounts.map(({ admin }) => admin.change("POST", "/api/link-domain/check")));
}

/** Lets the operator take a domain back. Returns the status. */
async function takeBack(host: string, quarantineDays: number, key: string): Promise<number> {
  const answer = await fetch(`${world.worker.origin}/operator/link-domains/take-back`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ host, reason: "It is another company's.", quarantineDays }),
  });
  return answer.status;
}

/** Follows a link. Returns the status and the address that it leads to. */
async function led(address: string): Promise<string> {
  const { status, headers } = await fetch(address, { redirect: "manual" });
  return `${status} ${headers.get("location") ?? ""}`.trim();
}

async function ledUnder(host: string, path: string): Promise<string> {
  const headers = { "user-agent": CHROME };
  const answer = await visitHost(world.worker.origin, host, path, { headers });
  return `${answer.status} ${answer.headers.location ?? ""}`.trim();
}

const leadsTo = (code: string) => `302 https://shop.example.com/welcome?ref=${code}`;

test("a link gets a readable name, which HubSpot shows; renamed, both names work", async () => {
  const before = await shown(one);
  const named = await name(one, "Ana-Silva");
  expect(named).toMatchObject({ slug: "ana-silva", code: before.code });
  expect(named.link).toBe(`${world.worker.origin}/r/${one.portal}/ana-silva`);
  await eventually(
    () => led(named.link),
    (answer) => answer === leadsTo(before.code),
  );
  const renamed = await name(one, "ana");
  await eventually(
    () => led(renamed.link),
    (answer) => answer === leadsTo(before.code),
  );
  expect(await led(named.link)).toBe(leadsTo(before.code));
  expect(await led(before.link)).toBe(leadsTo(before.code));
  await eventually(
    () => world.links(one.portal),
    (links) => links.get(before.contactId) === renamed.link,
  );

  // Nobody else can take the names: no other contact, and not the campaign. They do not exist in the other account.
  for (const path of [placeOf(one, 1), `/api/campaigns/${one.campaign}`]) {
    for (const slug of ["ana", "ana-silva"]) {
      const refused = await one.admin.send("PATCH", path, { slug });
      await expectProblem(refused, 409, `${path} ${slug}`);
    }
  }
  expect(await led(`${world.worker.origin}/r/${other.portal}/ana`)).toBe("404");
  const theirs = await name(other, "ana");
  await eventually(
    () => led(theirs.link),
    (answer) => answer === leadsTo(theirs.code),
  );
  expect(await led(renamed.link)).toBe(leadsTo(before.code));
});

test("a name that is reserved, offends, or could be a code is refused with the reason", async () => {
  for (const slug of [
    "an",
    "api",
    "sh1t-happens",
    "springsale",
    "ana--silva",
    "../etc",
    "jürgen",
  ]) {
    const answer = await one.admin.send("PATCH", placeOf(one, 1), { slug });
    const problem = await expectProblem(answer, 422, slug);
    expect(problem).toMatchObject({ field: "slug" });
    expect(problem.detail).toMatch(/\.$/);
  }
  expect(await shown(one, 1)).toMatchObject({ slug: null });
});

test("a campaign's name leads to its destination, and to its referrers with their names after it", async () => {
  const { slugLink } = await one.admin.change<{ slugLink: { address: string } }>(
    "PATCH",
    `/api/campaigns/${one.campaign}`,
    { slug: "spring-2027" },
  );
  const { code } = await shown(one);
  await eventually(
    () => led(slugLink.address),
    (answer) => answer === "302 https://shop.example.com/welcome",
  );
  expect(await led(`${slugLink.address}/ana`)).toBe(leadsTo(code));
  expect(await led(`${slugLink.address}/${code}`)).toBe(leadsTo(code));
  expect(await led(`${slugLink.address}/${other.referrers[0]?.code}`)).toBe("404");
  expect(await led(`${slugLink.address}/nobody`)).toBe("404");
});

test("links are shared with the campaign's message", async () => {
  const { link, share } = await shown(one);
  const whatsapp = new URL(String(share.whatsapp));
  expect(whatsapp.host).toBe("wa.me");
  expect(whatsapp.searchParams.get("text")).toMatch(new RegExp(`says: ${link}$`));
  expect(new URL(String(share.linkedin)).searchParams.get("url")).toBe(link);
  expect(new URL(String(share.facebook)).searchParams.get("u")).toBe(link);
  expect(new URL(String(share.x)).searchParams.get("text")).toContain(link);
  expect(share.email).toMatch(/^mailto:\?subject=Spring%20%26%20more&body=/);
  expect(share.sms).toMatch(/^sms:\?&body=/);
});

test("a domain is used only once DNS proves whose it is and it leads here", async () => {
  expect(await want(one, HOST.toUpperCase())).toMatchObject({
    host: HOST,
    state: "waitingForDns",
    records: [{ type: "TXT", name: `_goodword.${HOST}` }],
  });
  const seen = await domain(one, ({ lastLook }) => lastLook !== null);
  expect(seen.lastLook?.found).toMatch(/^There is no TXT record/);
  // Another site's records prove nothing, and a copy of the page is not the Worker.
  await world.sandbox.setTxt(`_goodword.${HOST}`, ["v=spf1 -all", "goodword-verify=x"]);
  await world.sandbox.leadHost(HOST, world.sandbox.url);
  await eventually(
    () => one.admin.change<Domain>("POST", "/api/link-domain/check"),
    ({ lastLook }) => lastLook?.found.includes("another value") ?? false,
  );
  expect(seen.base).toBe(`${world.worker.origin}/r/`);
});

test("two accounts want one domain: the first gets it, and only its links work there", async () => {
  await own(HOST, one);
  await domain(one, ({ state }) => state === "active");
  await want(other, HOST);
  await own(HOST, other);
  await domain(other, ({ state }) => state === "taken");

  const { code, link } = await shown(one);
  expect(link).toBe(`https://${HOST}/ana`);
  for (const path of [`/${code}`, `/r/${code}`, "/ana", "/ana-silva", "/spring-2027/ana"]) {
    await eventually(
      () => ledUnder(HOST, path),
      (answer) => answer === leadsTo(code),
    );
  }
  expect(await ledUnder(HOST, "/spring-2027")).toBe("302 https://shop.example.com/welcome");
  // The shared host works as before.
  expect(await led(`${world.worker.origin}/r/${code}`)).toBe(leadsTo(code));
  // The other account's codes do not work here, and this account's codes work under no other domain.
  const theirs = await shown(other);
  expect(theirs.link).toBe(`${world.worker.origin}/r/${other.portal}/ana`);
  expect(await ledUnder(HOST, `/${theirs.code}`)).toBe("404");
  expect(await ledUnder("go.elsewhere.example", `/${code}`)).toBe("404");
  expect(await ledUnder("go.elsewhere.example", "/ana")).toBe("404");
});

test("a visit under the link domain is a click like any other", async () => {
  const before = (await shown(one, 2)).clicks;
  const { code } = await shown(one, 2);
  expect(await ledUnder(HOST, `/${code}`)).toBe(leadsTo(code));
  await eventually(
    () => shown(one, 2),
    ({ clicks }) => clicks === before + 1,
  );
});

test("HubSpot gets the new addresses at once", async () => {
  const links = await eventually(
    () => world.links(one.portal),
    (held) => [...held.values()].every((link) => link?.startsWith(`https://${HOST}/`)),
  );
  expect(links.get(String(one.referrers[0]?.contactId))).toBe(`https://${HOST}/ana`);
  const held = await world.sandbox.contacts([LINK], other.portal);
  for (const { properties } of held) {
    expect(properties[LINK]).toContain(`${world.worker.origin}/r/`);
  }
});

test("a link domain has neither dashboard nor API", async () => {
  const navigation = { accept: "text/html", "sec-fetch-mode": "navigate" };
  const ask = (path: string, method = "GET") =>
    visitHost(world.worker.origin, HOST, path, {
      method,
      headers: { ...navigation, cookie: one.admin.cookies },
    });
  const front = await ask("/");
  expect(front.status).toBe(200);
  expect(front.body.toString()).toContain("This address serves referral links");
  for (const path of [
    "/a/1/campaigns",
    "/campaigns",
    "/settings",
    "/index.html",
    "/api/session",
    "/api/campaigns",
    "/card/contact?contactId=1",
    "/hubspot/oauth/start",
    "/wp-login.php",
    `/r/${one.portal}/ana`,
  ]) {
    const { status, headers, body } = await ask(path);
    expect(status, path).toBe(404);
    expect(headers["set-cookie"], path).toBeUndefined();
    expect(body.toString(), path).not.toContain('id="root"');
  }
  expect((await ask("/api/session/sign-out", "POST")).status).toBe(404);
  // The shared host has both.
  const page = await fetch(`${world.worker.origin}/a/1/campaigns`, { headers: navigation });
  expect(await page.text()).toContain('id="root"');
  expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
});

test("a browser shows QR codes as SVG and as PNG", async () => {
  const { code, qrCodeUrl, qrCodePngUrl } = await shown(one);
  expect(qrCodePngUrl).toBe(`${world.worker.origin}/qr/${HOST}/${code}.png`);
  const own = await visitHost(world.worker.origin, HOST, `/qr/${code}.png`);
  expect(own.headers["content-type"]).toBe("image/png");
  expect(own.body).toEqual(Buffer.from(await (await fetch(qrCodePngUrl)).arrayBuffer()));
  const shared = await fetch(`${world.worker.origin}/qr/${code}.png`);
  expect(Buffer.from(await shared.arrayBuffer())).not.toEqual(own.body);

  const browser = await openBrowser();
  const at = await (await Dashboard.open(browser, world)).signIn(one.portal);
  const drawn = (address: string) =>
    at.page.evaluate(async (source) => {
      const image = new Image(1008, 1008);
      image.src = source;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 1008;
      const brush = canvas.getContext("2d");
      if (!brush) throw new Error("no canvas");
      brush.imageSmoothingEnabled = false;
      brush.drawImage(image, 0, 0, 1008, 1008);
      const pixels: number[] = [];
      for (let y = 8; y < 1008; y += 16) {
        for (let x = 8; x < 1008; x += 16) {
          pixels.push(brush.getImageData(x, y, 1, 1).data[0] ?? -1);
        }
      }
      return pixels;
    }, address);
  const [png, svg] = [await drawn(qrCodePngUrl), await drawn(qrCodeUrl)];
  expect(new Set(png)).toEqual(new Set([0, 255]));
  const differ = png.filter((pixel, place) => pixel !== svg[place]).length;
  expect(differ).toBeLessThan(png.length / 100);
  await browser.close();
});

test("a domain that is given up is kept from others, until the operator takes it back", async () => {
  const { code } = await shown(one);
  expect(await want(one, "")).toMatchObject({ host: "", state: "none", leaving: [HOST] });
  expect((await shown(one)).link).toBe(`${world.worker.origin}/r/${one.portal}/ana`);
  const former = await domain(one, ({ leaving }) => leaving.length === 0);
  expect(former.givenUp).toMatchObject([{ host: HOST }]);
  // No picture leads to a host that serves no links: neither to the former one, nor to a stranger's.
  for (const host of [HOST, "shop.example.com"]) {
    await eventually(
      async () => (await fetch(`${world.worker.origin}/qr/${host}/${code}.png`)).status,
      (status) => status === 404,
    );
  }
  await own(HOST, other);
  await domain(other, ({ state }) => state === "quarantine");
  expect(await takeBack(HOST, 0, `${OPERATOR_KEY}x`)).toBe(404);
  expect(await takeBack(HOST, 0, OPERATOR_KEY)).toBe(200);
  expect(await one.admin.get("/api/link-domain")).toMatchObject({
    state: "takenBack",
    reason: "It is another company's.",
  });
  await own(HOST, other);
  await domain(other, ({ state }) => state === "active");
  const theirs = await shown(other);
  for (const [path, answer] of [
    [`/${theirs.code}`, leadsTo(theirs.code)],
    ["/ana", leadsTo(theirs.code)],
    [`/${code}`, "404"],
    ["/ana-silva", "404"],
  ] as const) {
    await eventually(
      () => ledUnder(HOST, path),
      (given) => given === answer,
    );
  }
  expect(await led(`${world.worker.origin}/r/${code}`)).toBe(leadsTo(code));
});

test("a host that cannot be a link domain is refused with the reason", async () => {
  for (const host of [
    "localhost",
    "127.0.0.1",
    "https://go.example.com",
    "x.workers.dev",
    "a b.c",
  ]) {
    const answer = await one.admin.send("PATCH", "/api/link-domain", { host });
    const problem = await expectProblem(answer, 422, host);
    expect(problem).toMatchObject({ field: "host" });
  }
});

test("a person chooses a name and a link domain at the dashboard, and sees why one is refused", async () => {
  const browser = await openBrowser();
  const at = await (await Dashboard.open(browser, world, { viewport: NARROW })).signIn(one.portal);
  await at.visit(`/users/${one.campaign}/${one.referrers[1]?.contactId}`);
  await at.button("Give it a name").click();
  const field = at.page.getByRole("textbox", { name: "Readable name" });
  await field.fill("ana");
  await at.button("Save name").click();
  await at.sees(/belongs to another link/);
  await field.fill("ben");
  await at.button("Save name").click();
  await at.sees(`${world.worker.origin}/r/${one.portal}/ben`);
  await at.picture("links-user");

  await at.visit("/settings");
  await at.page.getByRole("textbox", { name: "Domain" }).fill("go.contoso.example");
  await at.button("Use another domain").click();
  await at.sees("Waiting for the DNS record");
  await own("go.contoso.example", one);
  await at.sees("In use");
  await at.sees(/pattern = "go.contoso.example"/);
  await at.picture("links-domain");
  await at.button("Give up this domain").click();
  await at.button("Give up the domain").click();
  await at.button("Use this domain").waitFor();
  expect(at.troubles).toEqual([]);
  await browser.close();
});

test("no link leads around over the domains of two accounts", async () => {
  // HOST is the second account's. The first account gets its own only afterwards.
  const ours = "go.fabrikam.example";
  const lead = ({ admin, campaign }: Account, destination: string) =>
    admin.change("PATCH", `/api/campaigns/${campaign}`, { destination });
  await lead(one, `https://${HOST}/a`);
  await lead(other, `https://${ours}/b`);
  const { code } = await shown(one);
  const theirs = await shown(other);
  await eventually(
    () => ledUnder(HOST, `/${theirs.code}`),
    (answer) => answer === `302 https://${ours}/b?ref=${theirs.code}`,
  );
  await want(one, ours);
  await own(ours, one);
  await domain(one, ({ state }) => state === "active");
  for (const [host, path] of [
    [ours, `/${code}`],
    [HOST, `/${theirs.code}`],
  ] as const) {
    await eventually(
      () => ledUnder(host, path),
      (answer) => answer === "404",
    );
  }
});
