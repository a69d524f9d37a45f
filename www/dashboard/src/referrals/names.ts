/** Names the people of a referral. Little may be known about them. */
import type { Referral } from "../data/types";
import { text } from "../text";

type Person = Pick<Referral, "firstName" | "lastName" | "email" | "contactId">;

/** Names the referred person. */
export function personOf({ firstName, lastName, email, contactId }: Person): string {
  const name = [firstName, lastName].filter(Boolean).join(" ");
  if (name || email) return name || email || "";
  return contactId ? text.users.unnamed(contactId) : text.referrals.unnamed;
}

/** Names the referrer. */
export const referrerOf = ({ referrerName, referrerId }: Referral): string =>
  referrerName || text.users.unnamed(referrerId);
