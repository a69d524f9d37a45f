/** Names a referrer. HubSpot may know little about them. */
import { text } from "../text";

interface Named {
  contactId: string;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  email?: string | null | undefined;
}

export function nameOf({ contactId, firstName, lastName, email }: Named): string {
  const name = [firstName, lastName].filter(Boolean).join(" ");
  return name || email || text.users.unnamed(contactId);
}
