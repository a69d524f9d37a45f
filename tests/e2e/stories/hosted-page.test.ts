// From a friend's link, by the hosted page, to a referral: without scripts and in the visitor's language. Further, all
// kinds of bad requests to the public routes.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserContextOptions, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { overhang, seriousFindings } from "../src/accessibility.ts";
import type { Admin } from "../src/admin.ts";
import { picture } from "../src/browser.ts";
import { NARROW, WIDE } from "../src/dashboard.ts";
import { Door, GOOD } from "../src/door.ts";
import { eventually } from "../src/eventually.ts";
import { type Answer, visitHost } from "../src/own-host.ts";
import { PATIENCE_MS } from "../src/patience.ts";
import { expectProblem } from "../src/problem.ts";
import { story } from "../src/story.ts";

interface Referral {
  id: number;
  email: string;
  firstName: string;
  attribution: string;
  status: string;
  answers: { asked: string; answer: string }[];
}

/** A text by somebody who wants their script to run. */
const EVIL = `"'><script>window.hacked=1</script><img src=x onerror=window.hacked=1>`;

const PAGE = {
  showReferrer: true,
  accent: "#1f4fd8",
  background: "#eef3fb",
  fields: [
    { key: "company", kind: "text", required: true },
    { key: "size", kind: "choice", options: ["1-10", "11-100", "more"] },
    { key: "phone", kind: "phone" },
  ],
  texts: [
    {
      language: "en",
      headline: "{firstName} gives you a month for free",
      offer:
        "Northwind keeps your books while you keep your shop. Try it with everything in it.\n\nNo card is needed, and it ends by itself.",
      button: "Get my free month",
      consent:
        "I agree that Northwind writes to me about the offer. I can take that back at any time.",
      thanksTitle: "Your month is on its way",
      thanks: "Look into your inbox: the next step is there in a minute.",
      labels: [
        { field: "company", label: "Company" },
        { field: "size", label: "How many are you?" },
        { field: "phone", label: "Phone" },
      ],
    },
    {
      language: "de",
      headline: "{firstName} schenkt Ihnen einen Monat",
      labels: [{ field: "company", label: "Firma" }],
    },
  ],
};

/** An automated browser names itself in its own user agent, and would not count as a visitor. */
const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36";

const its = story("hosted-page", { contacts: 4 });
let admin: Admin;
let campaign: number;
let doors: Door[];
let links: string[];

beforeAll(async () => {
  const { world } = its;
  admin = await world.visitor().connect();
  const [first] = await world.sandbox.contacts();
  await world.sandbox.changeContact(String(first?.id), { firstname: "Ana", lastname: "Silva" });
  ({ id: campaign } = await admin.campaign("Spring"));
  await admin.change("PATCH", `/api/campaigns/${campaign}`, {
    terms: { leadsTo: "hostedPage" },
    page: PAGE,
  });
  await admin.finished(await admin.startSync(campaign));
  const { items } = await admin.get<{
    items: { firstName: string; code: string; link: string }[];
  }>("/api/referrers?order=oldest");
  const ana = items.filter(({ firstName }) => firstName === "Ana");
  const all = [...ana, ...items.filter((each) => !ana.includes(each))];
  doors = all.map(({ code }) => new Door(world.worker.origin, code));
  links = all.map(({ link }) => link);
});

const door = (at = 0): Door => doors[at] as Door;

async function referrals(words = ""): Promise<Referral[]> {
  const query = new URLSearchParams({ ...(words && { q: words }) });
  return (await admin.get<{ items: Referral[] }>(`/api/referrals?${query}`)).items;
}

/** Returns the referred people, without the state of their transfer to HubSpot, which changes meanwhile. */
const people = async () =>
  (await referrals()).map(({ id, email, status }) => ({ id, email, status }));

async function open(options: BrowserContextOptions): Promise<Page> {
  const context = await its.browser.newContext({
    viewport: WIDE,
    locale: "en-GB",
    userAgent: CHROME,
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context.newPage();
}

/** Sends the form on the screen. Sends it again if the Worker finds it too quick for a person. */
async function submit(page: Page, button: string): Promise<void> {
  await expect
    .poll(async () => {
      const send = page.getByRole("button", { name: button });
      if (await send.isVisible()) await send.click();
      return page.getByRole("heading", { level: 1 }).textContent();
    })
    .toBe("Your month is on its way");
}

test("a friend's link leads to the page, and its form to a referral, without scripts", async () => {
  const page = await open({ javaScriptEnabled: false });
  const answer = await page.goto(links[0] as string);
  expect(page.url()).toBe(door().address);
  expect(answer?.headers()["x-robots-tag"]).toBe("noindex");
  await page.getByRole("heading", { name: "Ana gives you a month for free" }).waitFor();
  await picture(page, "hosted-page-wide");
  await page.setViewportSize(NARROW);
  await picture(page, "hosted-page-narrow");

  await page.getByLabel("First name").fill("Bo");
  // Browsers accept this address; HubSpot does not.
  await page.getByLabel("E-mail address").fill("bo@northwind");
  await page.getByLabel("Company").fill("Acme <b>& Sons</b>");
  await page.getByLabel("How many are you?").selectOption("11-100");
  await page.getByRole("checkbox", { name: /I agree/ }).check();
  await expect
    .poll(async () => {
      await page.getByRole("button", { name: "Get my free month" }).click();
      return page.getByText("This is not an e-mail address.").isVisible();
    })
    .toBe(true);
  // The page first asks again because the form came too quickly. Then it reports the address.
  await expect
    .poll(async () => {
      await page.getByRole("button", { name: "Get my free month" }).click();
      return page.getByRole("alert").textContent();
    })
    .toMatch(/Everything else is still here/);
  await picture(page, "hosted-page-faulty-narrow");
  expect(await page.getByLabel("Company").inputValue()).toBe("Acme <b>& Sons</b>");
  expect(await page.getByLabel("How many are you?").inputValue()).toBe("11-100");
  expect(await page.getByRole("checkbox", { name: /I agree/ }).isChecked()).toBe(true);
  await page.getByLabel("E-mail address").fill("bo@northwind.example");
  await submit(page, "Get my free month");
  await picture(page, "hosted-page-thanks-narrow");
  await page.setViewportSize(WIDE);
  await picture(page, "hosted-page-thanks-wide");
  const onward = page.getByRole("link", { name: "Continue to shop.example.com" });
  expect(await onward.getAttribute("href")).toMatch(new RegExp(`ref=${door().code}$`));
  expect(await page.context().cookies()).toEqual([]);
  await page.context().close();

  const [bo] = await referrals("bo");
  expect(bo).toMatchObject({ attribution: "form", status: "pending", firstName: "Bo" });
  const shown = await admin.get<Referral>(`/api/referrals/${bo?.id}`);
  expect(shown.answers.slice(0, 2)).toEqual([
    { asked: "Company", answer: "Acme <b>& Sons</b>" },
    { asked: "How many are you?", answer: "11-100" },
  ]);
  expect(shown.answers[2]?.asked).toMatch(/^I agree that Northwind/);
  const counted = await eventually(
    () => admin.get<{ clicks: number; peopleReferred: number }>(`/api/campaigns/${campaign}`),
    ({ clicks, peopleReferred }) => clicks === 1 && peopleReferred === 1,
  );
  expect(counted.peopleReferred).toBe(1);
});

test("the page has the visitor's language, is accessible, and fits every screen", async () => {
  const page = await open({ locale: "de-AT" });
  await page.goto(door().address);
  await page.getByRole("heading", { name: "Ana schenkt Ihnen einen Monat" }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("de");
  await page.getByRole("button", { name: "Absenden" }).waitFor();
  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("heading", { name: "Ana gives you a month for free" }).waitFor();
  for (const viewport of [WIDE, NARROW]) {
    await page.setViewportSize(viewport);
    for (const place of ["?gw-lang=en", "?gw-lang=de&gw-thanks"]) {
      await page.goto(door().address + place);
      expect(await seriousFindings(page)).toEqual([]);
      expect(await overhang(page)).toBe(0);
    }
  }
  await page.context().close();
});

test("everything that people and programs write stays text, on the page and behind it", async () => {
  const place = `/api/campaigns/${campaign}`;
  const texts = {
    headline: EVIL,
    offer: EVIL,
    button: EVIL.slice(0, 40),
    consent: EVIL,
    thanksTitle: EVIL,
    thanks: EVIL,
  };
  await admin.change("PATCH", place, {
    page: {
      ...PAGE,
      fields: [{ key: "company", kind: "choice", options: [EVIL, "other"] }],
      texts: [{ language: "en", ...texts, labels: [{ field: "company", label: EVIL }] }],
    },
  });
  const page = await open({});
  await page.goto(door(1).address);
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(EVIL);
  await page.getByLabel("First name").fill(EVIL);
  await page.getByLabel("E-mail address").fill("evil@northwind.example");
  await page.getByRole("combobox").selectOption(EVIL);
  await page.getByRole("checkbox").check();
  await expect
    .poll(async () => {
      const send = page.getByRole("button");
      if (await send.isVisible()) await send.click();
      expect(await page.evaluate(() => "hacked" in window)).toBe(false);
      return page.url();
    })
    .toMatch(/thanks/);
  expect(await page.evaluate(() => "hacked" in window)).toBe(false);
  expect(await page.locator("script, img").count()).toBe(0);
  await page.context().close();
  const [evil] = await referrals("evil");
  expect(evil?.firstName).toBe(EVIL);
  await admin.change("PATCH", place, { page: PAGE });
});

test("a program that fills in forms must send them again, and its values are kept", async () => {
  const values = { ...GOOD, email: "cy@northwind.example", consent: "true" };
  const opened = await door(1).begun(values);
  const before = await people();
  const forged = opened.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
  const fresh = await door(1).opened();
  for (const [why, sent] of Object.entries({
    honeypot: { ...values, opened, website: "https://spam.example" },
    "too quick": { ...values, opened: fresh },
    "no moment": values,
    "forged moment": { ...values, opened: forged },
    "another form's moment": { ...values, opened: await door(2).opened() },
  })) {
    const answer = await door(1).send({ ...sent, email: "new@northwind.example" });
    const page = await answer.text();
    expect(answer.status, why).toBe(422);
    expect(page, why).toContain("Please look at it once more and send it again.");
    for (const value of ["Bo", "new@northwind.example", "Acme"]) {
      expect(page, why).toContain(`value="${value}"`);
    }
    expect(page, why).not.toContain("spam.example");
  }
  expect(await people()).toEqual(before);
});

test("a faulty field shows its fault beside it; a request that is too large, foreign or no form is refused", async () => {
  const values = { ...GOOD, email: "di@northwind.example", consent: "true" };
  const opened = await door(1).begun(values);
  const before = await people();
  for (const [name, value, why] of [
    ["first_name", "", "Please fill this in."],
    ["first_name", "x".repeat(101), "This is too long."],
    ["email", "nobody", "This is not an e-mail address."],
    ["own_company", " ", "Please fill this in."],
    ["own_size", "a million", "Please choose one of these."],
    ["own_phone", "call me", "This is not a telephone number."],
    ["consent", "", "Please agree to go on."],
  ] as const) {
    const answer = await door(1).send({ ...values, opened, [name]: value });
    const page = await answer.text();
    expect(answer.status, name).toBe(422);
    expect(page, name).toContain(`id="${name}-fault">${why}`);
    expect(page.match(/class="fault"/g), name).toHaveLength(1);
  }
  const again = await door(1).send({ ...values, opened });
  expect([again.status, again.headers.get("location")]).toEqual([303, "?gw-thanks&gw-lang=en"]);
  expect(again.headers.get("set-cookie")).toBeNull();

  const large = await door(1).send({ ...values, opened, own_company: "x".repeat(100_000) });
  await expectProblem(large, 413);
  const json = await door(1).send({ ...values, opened }, { "content-type": "application/json" });
  await expectProblem(json, 400);
  const put = await fetch(door(1).address, { method: "PUT" });
  expect(put.headers.get("allow")).toBe("GET, HEAD, POST");
  await expectProblem(put, 405);
  const { origin } = its.world.worker;
  const neighbour = door(1).code.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  for (const code of ["", "x", "ZZZZZZZZZZ", neighbour, "%00", "../api/session"]) {
    const unknown = new Door(origin, code);
    const found = await fetch(`${origin}/join/${encodeURIComponent(code)}`, { redirect: "manual" });
    expect(found.status, code).toBe(404);
    if (/^\w*$/.test(code)) {
      expect((await unknown.send({ ...values, opened })).status, code).toBe(404);
    }
  }
  expect(await people()).toEqual(before);
});

test("a flood from one network waits a minute and loses nothing; others get through", async () => {
  const { origin } = its.world.worker;
  const { host } = new URL(origin);
  const values = { ...GOOD, email: "ed@northwind.example", consent: "true" };
  const opened = await door(1).begun(values);
  const answer = await eventually(
    (): Promise<Answer> =>
      visitHost(origin, host, new URL(door(1).address).pathname, {
        method: "POST",
        // The browser's name is no part of the limit.
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "user-agent": crypto.randomUUID(),
        },
        body: new URLSearchParams({ ...values, opened }).toString(),
        from: "127.0.0.9",
      }),
    ({ status }) => status !== 303,
    PATIENCE_MS,
    0,
  );
  expect(answer.status).toBe(429);
  expect(answer.headers["retry-after"]).toBe("60");
  const page = answer.body.toString();
  expect(page).toContain("Please wait a minute");
  expect(page).toContain('value="ed@northwind.example"');
  expect((await door(1).send({ ...values, opened })).status).toBe(303);
  expect(await referrals("ed")).toHaveLength(1);
});

test("ref.js reports a sign-up from any site, without cookies, and learns nothing", async () => {
  const { origin } = its.world.worker;
  const script = await fetch(`${origin}/ref.js`);
  expect(script.headers.get("content-type")).toContain("javascript");
  expect(script.headers.get("cache-control")).toBe("public, max-age=3600, must-revalidate");

  const site = await Site.start(origin);
  const page = await open({});
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  await page.goto(`${site.origin}/?ref=${door(2).code}`);
  const told = await page.evaluate(async () => {
    const { goodword } = window as unknown as {
      goodword: { identify(email: string, names: object): Promise<unknown> };
    };
    return goodword.identify("flo@northwind.example", { firstName: "Flo" });
  });
  expect(told).toEqual({ counted: true, status: "received" });
  expect(troubles).toEqual([]);
  await page.context().close();
  await site.stop();
  const [flo] = await referrals("flo");
  expect(flo).toMatchObject({ attribution: "script", status: "pending", firstName: "Flo" });

  // The response is the same for a known person, for another referrer's person, and for the referrer's own address.
  const { items } = await admin.get<{ items: { email: string; code: string }[] }>("/api/referrers");
  const own = items.find(({ code }) => code === door(2).code)?.email;
  for (const email of ["flo@northwind.example", "bo@northwind.example", own, "new@a.example"]) {
    const answer = await door(2).tell({ code: door(2).code, email, clickedAt: Date.now() });
    expect(await answer.json(), email).toEqual({ counted: true, status: "received" });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("set-cookie")).toBeNull();
  }
  const asked = await fetch(`${origin}/referrals`, { method: "OPTIONS" });
  expect(asked.status).toBe(204);
  expect(asked.headers.get("access-control-allow-methods")).toBe("POST");
  const code = door(2).code;
  const email = "gil@northwind.example";
  for (const [body, status] of [
    ["", 400],
    ["{", 400],
    ["[]", 400],
    [{ code }, 400],
    [{ code, email: "gil" }, 422],
    [{ code: "ZZZZZZZZZZ", email }, 404],
    [{ code: EVIL, email }, 404],
    [{ code, email, firstName: "x".repeat(200) }, 422],
    [{ code, email, firstName: "x".repeat(10_000) }, 413],
  ] as const) {
    const answer = await door(2).tell(body);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    await expectProblem(answer, status, JSON.stringify(body).slice(0, 60));
  }
  expect(await referrals("gil")).toEqual([]);
});

test("the campaign decides where visitors go next; a paused link answers 410, forms included", async () => {
  const place = `/api/campaigns/${campaign}`;
  await admin.change("PATCH", place, { page: { ...PAGE, after: "destination" } });
  const values = { ...GOOD, email: "hal@northwind.example", consent: "true" };
  const opened = await door(3).begun(values);
  const away = await door(3).send({ ...values, opened });
  expect(away.headers.get("location")).toBe(
    `https://shop.example.com/welcome?utm_source=referral&ref=${door(3).code}`,
  );
  await admin.change("PATCH", place, { status: "paused" });
  for (const method of ["GET", "POST"]) {
    await eventually(
      async () =>
        method === "GET"
          ? (await fetch(door(3).address, { redirect: "manual" })).status
          : (await door(3).send({ ...values, opened })).status,
      (status) => status === 410,
    );
  }
  await admin.change("PATCH", place, { status: "live", terms: { leadsTo: "destination" } });
  // A visitor who has the page open can still send it. A new visitor is redirected.
  await eventually(
    async () => (await fetch(door(3).address, { redirect: "manual" })).status,
    (status) => status === 302,
  );
  expect((await door(3).send({ ...values, opened })).status).toBe(303);
});

test("a marketer edits the page beside its preview", async () => {
  const at = await (await its.visitor()).signIn();
  await at.visit(`/campaigns/${campaign}`);
  const toPage = at.page.getByRole("radio", { name: /^To a referral page/ });
  await toPage.click();
  await expect.poll(() => toPage.isChecked()).toBe(true);
  await at.link("Edit the page").click();
  await at.heading("Referral page of Spring").waitFor();
  await at.page.getByRole("textbox", { name: "Headline" }).fill("Meet Northwind");
  const frame = at.page.frameLocator('iframe[title="Preview"]');
  await frame.getByRole("heading", { name: "Meet Northwind" }).waitFor();
  await at.picture("page-editor");
  await at.page.getByLabel("Logo").fill("https://10.0.0.1/logo.png");
  await at.sees("The logo's address must be a public address on the Internet.");
  await at.page.getByLabel("Logo").fill("");
  await at.button("Save the page").click();
  await at.button("Saved").waitFor();
  await eventually(
    async () => (await fetch(door().address, { redirect: "manual" })).text(),
    (page) => page.includes("<h1>Meet Northwind</h1>"),
  );
});

/** A customer's own site, which loads the script. */
class Site {
  readonly #server: Server;

  private constructor(goodword: string) {
    this.#server = createServer((_, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(
        `<!doctype html><html lang="en"><title>Northwind</title><script src="${goodword}/ref.js"></script>`,
      );
    });
  }

  static async start(goodword: string): Promise<Site> {
    const site = new Site(goodword);
    await new Promise<void>((resolve) => site.#server.listen(0, "127.0.0.1", resolve));
    return site;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
