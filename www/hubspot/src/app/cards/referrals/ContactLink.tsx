/** A contact by name, with the way to their record where HubSpot has one. */
import { Link, Text } from "@hubspot/ui-extensions";

interface Props {
  name: string;
  contactId: string | null;
  /** What the address of a record begins with; the contact's id follows. */
  recordUrl: string | null;
}

export function ContactLink({ name, contactId, recordUrl }: Props) {
  return contactId === null || recordUrl === null ? (
    <Text inline={true}>{name}</Text>
  ) : (
    <Link href={recordUrl + contactId}>{name}</Link>
  );
}
