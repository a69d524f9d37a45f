// Fills the code into form fields: in the page's own forms and in HubSpot's, now and later.
//
// HubSpot's legacy forms are plain forms in the page, or in a frame of the same origin. They send
// the page a message when they are ready. Its new forms are in a frame of HubSpot's, which only its
// own calls reach: `HubSpotFormsV4`, spelt `HubspotFormsV4` in some places, and the event
// `hs-form-event:on-ready`.

import { quietly } from "./quietly.ts";
import { FIELDS } from "./settings.ts";

/** A form of HubSpot's new editor. */
interface HubSpotForm {
  getFormFieldValues?(): Promise<{ name: string; value: unknown }[]>;
  setFieldValue(name: string, value: string): unknown;
}

interface HubSpotForms {
  getForms(): HubSpotForm[];
  getFormFromEvent(event: Event): HubSpotForm;
}

/**
 * A page that builds itself makes many changes in a row. One search after all of them is enough.
 */
const PAUSE_MS = 100;
/** HubSpot puts its number for contacts before the property's name. */
const CONTACT = "0-1/";

/** Keeps the fields equal to the code. Returns the function to call when the code has changed. */
export function watchFields(code: () => string): () => void {
  const selector = FIELDS.flatMap((name) => [name, CONTACT + name])
    .map((name) => `input[name=${JSON.stringify(name)}]`)
    .join();
  const written = new Set<string>();
  let filled = new WeakSet<Element>();
  let isDue = false;

  /** The field is empty, or holds a value that this script wrote. A typed value stays. */
  const isOurs = (value: string): boolean =>
    value ? value !== code() && written.has(value) : !!code();

  const fillIn = (root: Document | null, isSubmitted?: boolean): void => {
    for (const input of root?.querySelectorAll<HTMLInputElement>(selector) || []) {
      const isHidden = input.type === "hidden";
      // A field that somebody emptied stays empty, unless it is hidden and nobody can have seen it.
      const mayFill = input.value || !filled.has(input) || (isSubmitted && isHidden);
      if ((isHidden || input.type === "text") && mayFill && isOurs(input.value)) {
        filled.add(input);
        // React ignores a value that is set on the element itself.
        Reflect.set(HTMLInputElement.prototype, "value", code(), input);
        for (const type of ["input", "change"]) {
          input.dispatchEvent(new Event(type, { bubbles: true }));
        }
      }
    }
  };

  const fill = (isSubmitted?: boolean): void => {
    written.add(code());
    fillIn(document, isSubmitted);
    for (const frame of document.querySelectorAll<HTMLIFrameElement>("iframe.hs-form-iframe")) {
      fillIn(frame.contentDocument, isSubmitted);
    }
  };

  const fillHubSpot = (form: HubSpotForm): Promise<void> =>
    quietly(async () => {
      const values = (await form.getFormFieldValues?.()) || [];
      const listed = values.filter(({ name }) => FIELDS.includes(name.replace(/.*\//, "")));
      const fields = listed[0]
        ? listed
        : FIELDS.map((name) => ({ name: CONTACT + name, value: "" }));
      for (const { name, value } of fields) {
        if (isOurs(`${value || ""}`)) quietly(() => form.setFieldValue(name, code()));
      }
    });

  const hubSpot = (): HubSpotForms => {
    const page = window as { HubSpotFormsV4?: HubSpotForms; HubspotFormsV4?: HubSpotForms };
    return (page.HubSpotFormsV4 || page.HubspotFormsV4) as HubSpotForms;
  };

  addEventListener("hs-form-event:on-ready", (event) =>
    quietly(() => fillHubSpot(hubSpot().getFormFromEvent(event))),
  );
  addEventListener("message", ({ data }) =>
    quietly(() => data.type === "hsFormCallback" && fill()),
  );
  addEventListener("submit", () => quietly(() => fill(true)), true);
  new MutationObserver(() => {
    if (code() && !isDue) {
      isDue = true;
      setTimeout(() => {
        isDue = false;
        quietly(fill);
      }, PAUSE_MS);
    }
  }).observe(document, { childList: true, subtree: true });

  return () => {
    filled = new WeakSet();
    quietly(fill);
    quietly(() => hubSpot().getForms().forEach(fillHubSpot));
  };
}
