import { expect, it } from "vitest";
import { contactIdOf } from "./contact";

it("a contact's id is read from everything that people paste", () => {
  for (const [text, id] of [
    [" 501 ", "501"],
    ["https://app.hubspot.com/contacts/4488/record/0-1/501", "501"],
    ["https://app-eu1.hubspot.com/contacts/4488/record/0-1/501/view/1?x=2", "501"],
    ["https://app.hubspot.com/contacts/4488/contact/501/", "501"],
    ["https://app.hubspot.com/contacts/4488/record/0-3/501", null],
    ["ana@contoso.example", null],
    ["0501", null],
    ["", null],
  ]) {
    expect(contactIdOf(String(text)), String(text)).toBe(id);
  }
});
