// Success by HubSpot's facts: a deal is won and reopened, a property gets a value, a code arrives, and a rule is tried.

import { beforeAll, expect, test } from "vitest";
import { overhang, seriousFindings } from "../src/accessibility.ts";
import { type Admin, type Campaign, location } from "../src/admin.ts";
import { NARROW } from "../src/dashboard.ts";
import { eventually } from "../src/eventually.ts";
import { story } from "../src/story.ts";
import { SUCCESSFUL } from "../src/world.ts";

const its = story("qualification", { contacts: 12 });

const WON = { dealStage: { pipeline: "default", stages: ["closedwon"] } };
const CUSTOMER = { contactProperty: { property: "lifecyclestage", test: { equals: "customer" } } };

interface Referral {
  id: number;
  status: string;
  attribution: string;
  contactId: string | null;
  why: string[];
}

let admin: Admin;
let campaign: Campaign;
let code: string;
let referrer: string;
let people: string[];
let key: string;

/** Reports a referred contact, as the customer's own system does. */
async function claim(contactId: string | undefined): Promise<Referral> {
  const answer = await fetch(`${its.world.worker.origin}/api/referrals`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ code, contactId }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Referral;
}

const until = (id: number, satisfies: (referral: Referral) => boolean) =>
  eventually(() => admin.get<Referral>(`/api/referrals/${id}`), satisfies);

/** Returns the number of successes on the referrer's contact in HubSpot. */
const successes = async () => {
  const contacts = await its.world.sandbox.contacts([SUCCESSFUL]);
  return contacts.find(({ id }) => id === referrer)?.properties[SUCCESSFUL];
};

const setTerms = (terms: object) =>
  admin.change("PATCH", `/api/campaigns/${campaign.id}`, { terms });

beforeAll(async () => {
  admin = await its.world.visitor().connect();
  campaign = await admin.campaign("Spring");
  await admin.finished(await admin.startSync(campaign.id));
  const { items } = await admin.get<{ items: { contactId: string; code: string }[] }>(
    "/api/referrers?order=oldest",
  );
  [code, referrer] = [items[0]?.code ?? "", items[0]?.contactId ?? ""];
  people = items.slice(1).map(({ contactId }) => contactId);
  const made = await admin.change<{ key: string }>("POST", "/api/api-keys", { name: "The shop" });
  key = made.key;
});

test("a won deal counts on the referrer's contact; a reopened deal no longer counts", async () => {
  const { sandbox } = its.world;
  await setTerms({ rules: [{ id: 1, cause: WON }] });
  const [person = ""] = people;
  const referral = await claim(person);
  await until(referral.id, ({ why }) => why.some((line) => line.includes("may not read")));

  await admin.connect(undefined, "deals");
  await until(referral.id, ({ why }) =>
    why.some((line) => line.includes("no deal in the pipeline")),
  );
  // A later plain sign-in keeps the permission.
  const asked = location(await admin.visit(await admin.consent()));
  expect(asked).toContain("crm.objects.deals.read");
  await admin.visit(await admin.answer(asked));

  const deal = await sandbox.createDeal({ dealname: "Roof", dealstage: "contractsent" }, [person]);
  await until(referral.id, ({ why }) => why.some((line) => line.includes("“Roof”")));
  await sandbox.changeDeal(deal, { dealstage: "closedwon" });
  await until(referral.id, ({ status }) => status === "qualified");
  await eventually(successes, (count) => count === "1");
  await sandbox.changeDeal(deal, { dealstage: "contractsent" });
  await until(referral.id, ({ status }) => status === "pending");
  await eventually(successes, (count) => count === "0");
});

test("a property that reaches a value makes a success", async () => {
  await setTerms({ rules: [{ id: 2, cause: CUSTOMER }] });
  const [, person = ""] = people;
  const referral = await claim(person);
  await its.world.sandbox.changeContact(person, { lifecyclestage: "customer" });
  const { why } = await until(referral.id, ({ status }) => status === "qualified");
  expect(why.join(" ")).toContain("“customer”");
});

test("a new contact with a code in the arrival property is referred", async () => {
  await setTerms({ rules: [], arrivalProperty: "website" });
  const { id } = await its.world.sandbox.createContact({
    email: "ann@roth.example",
    firstname: "Ann",
    website: code,
  });
  const { items } = await eventually(
    () => admin.get<{ items: Referral[] }>("/api/referrals?q=ann"),
    (list) => list.items.length === 1,
  );
  expect(items[0]).toMatchObject({ attribution: "property", contactId: id, status: "pending" });
});

test("a rule is tried and then created at the dashboard", async () => {
  const [, , person = ""] = people;
  await its.world.sandbox.createDeal({ dealname: "Cellar", dealstage: "closedwon" }, [person]);
  await admin.connect(undefined, "deals");
  const at = await its.visitor();
  await at.page.goto(its.world.worker.origin);
  await at.link("Sign in with HubSpot").click();
  await at.consent();
  // HubSpot asks for the optional permission once more, so that it is not lost.
  await at.sees(/deals/i);
  await at.consent();
  await at.heading("Campaigns").waitFor();
  await at.visit(`/campaigns/${campaign.id}`);
  await at.button("Add rule").click();
  const panel = at.page.getByRole("dialog", { name: "Add rule" });
  await at.pick("A referral is successful when", "a deal reaches a stage");
  await at.pick("Pipeline", "Sales Pipeline");
  // The box with the chosen values covers the field.
  await at.choices("Stages").click({ force: true });
  await at.page.getByRole("option", { name: "Closed Won" }).locator("visible=true").click();
  await panel.getByLabel("E-mail address or record ID").fill(person);
  await panel.getByRole("button", { name: "Try", exact: true }).click();
  await at.sees(/ meets this rule/);
  await at.sees("The deal “Cellar” is in the stage “Closed Won”.");
  await at.picture("rule-trial");
  expect(await seriousFindings(at.page)).toEqual([]);
  await panel.getByRole("button", { name: "Add rule", exact: true }).click();
  await at.sees("A deal reaches “Closed Won” in the pipeline “Sales Pipeline”.");
  await at.page.setViewportSize(NARROW);
  await at.picture("rules");
  expect(await seriousFindings(at.page)).toEqual([]);
  expect(await overhang(at.page)).toBe(0);
});
