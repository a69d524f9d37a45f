/** A contact's name, with a link to their record if HubSpot has one. */
import { Link, Text } from "@hubspot/ui-extensions";

interface Props {
  name: string;
  contactId: string | null;
  /** The address of a record without the contact's id, which follows it. */
  recordUrl: string | null;
}

export function ContactLink({ name, contactId, recordUrl }: Props) {
  return contactId === null || recordUrl === null ? (
    <Text inline={true}>{name}</Text>
  ) : (
    <Link href={recordUrl + contactId}>{name}</Link>
  );
}
