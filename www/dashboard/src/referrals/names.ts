/** What to call the people of a referral, of whom little may be known. */
import type { Referral } from "../data/types";
import { text } from "../text";

type Person = Pick<Referral, "firstName" | "lastName" | "email" | "contactId">;

/** Who was referred. */
export function personOf({ firstName, lastName, email, contactId }: Person): string {
  const name = [firstName, lastName].filter(Boolean).join(" ");
  if (name || email) return name || email || "";
  return contactId ? text.users.unnamed(contactId) : text.referrals.unnamed;
}

/** Who referred them. */
export const referrerOf = ({ referrerName, referrerId }: Referral): string =>
  referrerName || text.users.unnamed(referrerId);
