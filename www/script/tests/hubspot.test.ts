// HubSpot's forms get the code: legacy ones in the page or in a frame of its own origin, new ones
// through HubSpot's calls.

import { expect, test, vi } from "vitest";
import type { Page } from "./page.ts";
import { CODE, type PageWindow, Visitor } from "./visitor.ts";

const READY = { type: "hsFormCallback", eventName: "onFormReady", id: "f", data: {} };

const arrive = (before?: (window: PageWindow) => void) =>
  new Visitor().visit(`/?ref=${CODE}`, before ? { before } : {});

/** A form of the new editor, as HubSpot's own calls show it. */
function newForm(values: Record<string, unknown> | undefined) {
  const form = {
    values,
    getFormFieldValues: async () =>
      Object.entries(form.values ?? {}).map(([name, value]) => ({ name, value })),
    setFieldValue: vi.fn((name: string, value: string) => {
      if (form.values) form.values[name] = value;
    }),
  };
  return form;
}

const shows =
  (forms: object[], name = "HubSpotFormsV4") =>
  (window: PageWindow) =>
    Object.assign(window, { [name]: { getForms: () => forms, getFormFromEvent: () => forms[0] } });

const ready = (page: Page) => page.announces(new page.window.Event("hs-form-event:on-ready"));

test("a legacy form in a frame of the page's origin is filled when it says that it is ready", async () => {
  const page = await arrive();
  await page.grows('<iframe class="hs-form-iframe"></iframe>');
  const inside = page.window.document.querySelector("iframe")?.contentDocument as Document;
  inside.body.innerHTML = '<form><input type="hidden" name="referral_code"></form>';
  await page.hears(READY);
  expect(page.field("referral_code", inside).value).toBe(CODE);
});

test("messages of other senders do nothing", async () => {
  const visitor = new Visitor();
  const page = await visitor.visit(`/?ref=${CODE}`);
  for (const data of [null, undefined, "hsFormCallback", 7, {}, [], { type: {} }]) {
    await page.hears(data);
  }
  expect(visitor.troubles).toEqual([]);
});

test.each(["HubSpotFormsV4", "HubspotFormsV4"])("a new form is filled by %s", async (name) => {
  const early = newForm({ "0-1/email": "", "0-1/referral_code": "" });
  const page = await arrive(shows([early], name));
  await page.passesTime();
  expect(early.values).toEqual({ "0-1/email": "", "0-1/referral_code": CODE });

  const late = newForm({ "0-2/goodword_code": [] });
  shows([late], name)(page.window);
  await ready(page);
  expect(late.values).toEqual({ "0-2/goodword_code": CODE });
});

test("existing values of a new form stay", async () => {
  const form = newForm({ "0-1/referral_code": "FRIEND" });
  const page = await arrive(shows([form]));
  await ready(page);
  expect(form.setFieldValue).not.toHaveBeenCalled();
});

test("a new form that does not list its fields is offered all names, each on its own", async () => {
  const form = newForm(undefined);
  form.setFieldValue.mockImplementationOnce(() => {
    throw new Error("no such field");
  });
  form.setFieldValue.mockImplementationOnce(() => Promise.reject(new Error("nor this")) as never);
  await ready(await arrive(shows([form])));
  expect(form.setFieldValue.mock.calls.slice(0, 3)).toEqual([
    ["0-1/goodword_code", CODE],
    ["0-1/referral_code", CODE],
    ["0-1/goodword_referred_by_code", CODE],
  ]);
});

test("a refusal of consent empties a new form, even while it is being filled", async () => {
  const form = newForm({ "0-1/referral_code": "" });
  const page = await arrive(shows([form]));
  await page.passesTime();
  expect(form.values).toEqual({ "0-1/referral_code": CODE });
  page.goodword.consent(true);
  page.goodword.consent(false);
  await page.passesTime();
  expect(form.values).toEqual({ "0-1/referral_code": "" });
});

test.each([
  ["is not there", undefined],
  ["knows no such form", { getForms: () => [], getFormFromEvent: () => null }],
  [
    "fails",
    {
      getForms: () => {
        throw new Error("broken");
      },
      getFormFromEvent: () => ({ getFormFieldValues: () => Promise.reject(new Error("broken")) }),
    },
  ],
])("if HubSpot's script %s, the page still works", async (_, HubSpotFormsV4) => {
  const visitor = new Visitor();
  const page = await visitor.visit(`/?ref=${CODE}`, {
    before: (window) => Object.assign(window, { HubSpotFormsV4 }),
  });
  await ready(page);
  expect(page.code).toBe(CODE);
  expect(visitor.troubles).toEqual([]);
});
