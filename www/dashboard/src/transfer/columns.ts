/** Finds the field of each column by the column's name, in any spelling. Goodword's own exports need no changes. */
import { FIELDS, type Field, type Kind } from "../data/transfer/kinds";

const SHARED: Partial<Record<Field, readonly string[]>> = {
  contactId: [
    "contact id",
    "record id",
    "hubspot id",
    "hubspot contact id",
    "hs object id",
    "vid",
    "record id contact",
  ],
  firstName: ["first name", "given name", "forename", "first"],
  lastName: ["last name", "family name", "surname", "last"],
  email: ["email", "e-mail", "email address", "e-mail address", "mail"],
};

const NAMES: Record<Kind, Partial<Record<Field, readonly string[]>>> = {
  // In a table of referrals, `id` is not a contact's id.
  referrers: { ...SHARED, contactId: [...(SHARED.contactId ?? []), "id"] },
  referrals: {
    ...SHARED,
    email: [...(SHARED.email ?? []), "referred email", "friend email", "referee email"],
    referrerContactId: [
      "referrer contact id",
      "referrer id",
      "referred by id",
      "referrer record id",
    ],
    code: ["code", "referral code", "referrer code", "link", "referral link", "referred by code"],
    referrerEmail: [
      "referrer email",
      "referrer e-mail",
      "referred by",
      "referred by email",
      "advocate email",
    ],
    status: ["status", "referral status", "state"],
    referredAt: [
      "referred at",
      "referred on",
      "referral date",
      "date referred",
      "date",
      "created at",
      "create date",
    ],
    clickedAt: ["clicked at", "clicked on"],
    decidedAt: ["decided at", "qualified at", "approved at", "converted at"],
  },
};

/** Removes from a name what people write differently. */
const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Returns the field of each column; `null`: not imported. No field has two columns. */
export function fieldsOf(kind: Kind, head: readonly string[]): (Field | null)[] {
  const taken = new Set<Field>();
  return head.map((name) => {
    const field = FIELDS[kind].find((field) =>
      NAMES[kind][field]?.some((known) => plain(known) === plain(name)),
    );
    if (!field || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
}

/** Returns what the chosen columns lack to identify people; `null` if nothing. */
export function lacking(
  kind: Kind,
  fields: readonly (Field | null)[],
): "contactId" | "referrer" | "person" | null {
  const has = (...wanted: Field[]) => wanted.some((field) => fields.includes(field));
  if (kind === "referrers") return has("contactId") ? null : "contactId";
  if (!has("referrerContactId", "code", "referrerEmail")) return "referrer";
  return has("email", "contactId") ? null : "person";
}
