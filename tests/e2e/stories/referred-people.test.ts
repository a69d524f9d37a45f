// Referred people in HubSpot: Goodword creates or finds their contact and writes who referred them.

import { expect, test } from "vitest";
import type { Admin } from "../src/admin.ts";
import { eventually } from "../src/eventually.ts";
import { story } from "../src/story.ts";
import { CODE, LINK, PEOPLE } from "../src/world.ts";

const its = story("referred-people", { contacts: 3 });

const BY_CODE = "goodword_referred_by_code";
const BY_LINK = "goodword_referred_by_link";
const BY_CAMPAIGN = "goodword_referred_by_campaign";

interface Referral {
  id: number;
  status: string;
  notCounted: string | null;
  contactId: string | null;
  hubspot: string | null;
}

/** Reports a referral, as the customer's own system does. */
async function tell(key: string, told: object): Promise<Referral> {
  const answer = await fetch(new URL("/api/referrals", its.world.worker.origin), {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(told),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Referral;
}

const inHubspot = (admin: Admin, { id }: Referral): Promise<Referral> =>
  eventually(
    () => admin.get<Referral>(`/api/referrals/${id}`),
    ({ hubspot }) => hubspot !== "waiting" && hubspot !== "known",
  );

const valuesOf = async (id: string | null) => {
  const names = ["email", "firstname", BY_CODE, BY_LINK, BY_CAMPAIGN];
  const contacts = await its.world.sandbox.contacts(names);
  return contacts.find((contact) => contact.id === id)?.properties ?? {};
};

test("a campaign writes to HubSpot who referred whom, once its properties are chosen", async () => {
  const { world } = its;
  const { sandbox } = world;
  const admin = await world.visitor().connect();
  const spring = await admin.campaign("Spring");
  await admin.finished(await admin.startSync(spring.id));
  const [ana] = await sandbox.contacts([CODE, LINK]);
  const code = ana?.properties[CODE];
  const { key } = await admin.change<{ key: string }>("POST", "/api/api-keys", { name: "Shop" });

  const at = await (await its.visitor()).signIn();
  await at.visit(`/campaigns/${spring.id}`);
  await at.page.getByRole("button", { name: "Choose properties" }).click();
  await at.page.getByRole("button", { name: "Create the properties for me" }).click();
  await at.page.getByRole("button", { name: "Save changes" }).click();
  await at.sees(`${BY_CODE} (always)`);
  await at.picture("campaign-referred-by");

  // No contact has the address, so one is created.
  const told = { code, email: "noa@example.com", firstName: "Noa" };
  const noa = await inHubspot(admin, await tell(key, told));
  expect(noa).toMatchObject({ status: "pending", hubspot: "written" });
  expect(await valuesOf(noa.contactId)).toMatchObject({
    email: "noa@example.com",
    firstname: "Noa",
    [BY_CODE]: code,
    [BY_LINK]: ana?.properties[LINK],
    [BY_CAMPAIGN]: "Spring",
  });

  // A contact is there already, with another address.
  const ben = await sandbox.createContact({
    email: "ben@example.com",
    hs_additional_emails: "ben@work.example",
  });
  const found = await inHubspot(admin, await tell(key, { code, email: "Ben@work.example" }));
  expect(found).toMatchObject({ contactId: ben.id, status: "pending" });
  expect(await valuesOf(ben.id)).toMatchObject({ [BY_CODE]: code });

  // A person who was a customer before does not count, and nothing is written.
  const cleo = await sandbox.createContact({
    email: "cleo@example.com",
    lifecyclestage: "customer",
  });
  const claimed = await tell(key, { code, email: "cleo@example.com" });
  const customer = await eventually(
    () => admin.get<Referral>(`/api/referrals/${claimed.id}`),
    ({ status }) => status === "rejected",
  );
  expect(customer).toMatchObject({ notCounted: "existingCustomer", contactId: cleo.id });
  expect((await valuesOf(cleo.id))[BY_CODE]).toBeFalsy();

  // Two people count, and the referrer's contact says so.
  await eventually(
    async () => (await sandbox.contacts([PEOPLE])).find(({ id }) => id === ana?.id),
    (contact) => contact?.properties[PEOPLE] === "2",
  );
});
