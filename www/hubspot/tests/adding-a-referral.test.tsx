import { Alert, Form, Input, LoadingButton } from "@hubspot/ui-extensions";
import { describe, expect, it } from "vitest";
import type { Added } from "../src/app/cards/referrals/answer";
import {
  added,
  enrolled,
  ORIGIN,
  partners,
  referral,
  referrerIn,
  resultsIn,
  spring,
} from "./support/answers";
import { eventually, openRecord, type Viewer } from "./support/open";
import { backendAnswered, held, ok, useProxy } from "./support/proxy";

const proxy = useProxy();

const atFirst = { ...enrolled([referrerIn(spring)]), results: [resultsIn(spring, [])] };
const then = (became: Partial<Added> = {}) => ({
  ...atFirst,
  results: [resultsIn(spring, [referral(1, { person: "Ada Byron" })])],
  added: added(spring, became),
});

const TYPED = { email: " ada@example.com ", firstName: "Ada", lastName: "Byron" };

async function openForm(viewer?: Viewer) {
  const record = openRecord(viewer);
  await record.sees("Add a referral");
  record.click("Add a referral");
  await record.sees("E-mail address");
  /** HubSpot passes a form's values by the names of its fields. */
  const submit = (values: Record<string, string>) => {
    const event = { type: "submit", bubbles: true, timeStamp: 0, id: "", targetValue: values };
    record.renderer.find(Form).props.onSubmit?.(event, {} as never);
  };
  return { ...record, submit };
}

describe.each(["tab", "sidebar"] as const)(
  "a person whom the contact referred, on the %s",
  (layout) => {
    it("is added by address and name, and counts", async () => {
      const request = held();
      proxy.willReply(ok(atFirst), request.reply);
      const record = await openForm({ layout });
      const labels = record.renderer.findAll(Input).map(({ props }) => props.label);
      expect(labels).toEqual(["E-mail address", "First name", "Last name"]);

      record.submit(TYPED);
      await eventually(() => expect(record.renderer.find(LoadingButton).props.loading).toBe(true));
      expect(record.renderer.find(Input).props.readOnly).toBe(true);
      expect(proxy.calls[1]).toEqual({
        url: `${ORIGIN}/card/referrals`,
        method: "POST",
        timeout: 8_000,
        body: {
          contactId: "123",
          campaignId: spring.id,
          email: "ada@example.com",
          firstName: "Ada",
          lastName: "Byron",
        },
      });

      request.release(then());
      await record.sees("Ada Byron counts as referred by this contact.");
      expect(record.renderer.find(Alert).props.variant).toBe("success");
      expect(record.renderer.maybeFind(Form)).toBeNull();
      expect(record.offers("Add a referral")).toBe(true);
    });
  },
);

describe("the result of adding a referral", () => {
  it.each<[Partial<Added>, string, string]>([
    [
      { outcome: "notCounted", why: "Somebody else referred this person." },
      "warning",
      "Somebody else referred this person.",
    ],
    [{ outcome: "repeated" }, "info", "Nothing was added."],
    [{ outcome: "counted", person: null }, "success", "The person counts as referred"],
  ])("is shown in words: %j", async (became, variant, words) => {
    proxy.willReply(ok(atFirst), ok(then(became)));
    const record = await openForm();
    record.submit(TYPED);
    await record.sees(words);
    expect(record.renderer.find(Alert).props.variant).toBe(variant);
  });

  it("disappears when the form is opened again or the card is refreshed", async () => {
    proxy.willReply(ok(atFirst), ok(then()), ok(atFirst));
    const record = await openForm();
    record.submit(TYPED);
    await record.sees("Referral added");
    record.click("Add a referral");
    await record.sees("E-mail address");
    expect(record.read()).not.toContain("Referral added");
    record.click("Cancel");
    await record.sees("Add a referral");
    expect(record.read()).not.toContain("Referral added");
  });

  it("is shown in the campaign of the referral", async () => {
    const both = enrolled([referrerIn(spring), referrerIn(partners)]);
    const results = [spring, partners].map((campaign) => resultsIn(campaign, []));
    proxy.willReply(ok({ ...both, results }), ok({ ...both, results, added: added(spring) }));
    const record = await openForm();
    record.submit(TYPED);
    await record.sees("Referral added");
    expect(record.renderer.findAll(Alert)).toHaveLength(1);
    expect(proxy.calls[1]?.body).toMatchObject({ campaignId: spring.id });
  });
});

describe("a field that cannot be accepted", () => {
  it("is requested without a call if it is empty", async () => {
    proxy.willReply(ok(atFirst));
    const record = await openForm();
    record.submit({ email: "  " });
    await record.sees("Enter the person's e-mail address.");
    expect(record.renderer.find(Input).props.error).toBe(true);
    expect(proxy.calls).toHaveLength(1);
  });

  it("is named with the reason, and the form stays open", async () => {
    const invalid = {
      ...atFirst,
      added: added(spring, { outcome: "invalid", field: "lastName", why: "A name is one line." }),
    };
    proxy.willReply(ok(atFirst), ok(invalid), ok(then()));
    const record = await openForm();
    record.submit({ ...TYPED, lastName: "By\nron" });
    await record.sees("A name is one line.");
    const [email, , lastName] = record.renderer.findAll(Input);
    expect([email?.props.error, lastName?.props.error]).toEqual([false, true]);
    record.submit(TYPED);
    await record.sees("Referral added");
  });
});

describe("a failure", () => {
  it("keeps the form, says why, and repeats the same request on retry", async () => {
    proxy.willReply(ok(atFirst), backendAnswered(503), ok(then()));
    const record = await openForm();
    record.submit(TYPED);
    await record.sees("Goodword has a problem");
    expect(record.renderer.maybeFind(Form)).not.toBeNull();
    record.click("Try again");
    await record.sees("Referral added");
    expect(proxy.calls[2]?.body).toEqual(proxy.calls[1]?.body);
  });
});
