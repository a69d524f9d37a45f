import { Anchor } from "@mantine/core";
import { useSession } from "../data/session";
import { text } from "../text";
import { ExternalIcon } from "../ui/icons";

/** A link to a contact's record in HubSpot. */
export function RecordLink({ contactId }: { contactId: string }) {
  const portal = useSession().data?.portal;
  if (!portal) return null;
  return (
    <Anchor
      inherit
      href={portal.recordUrl + encodeURIComponent(contactId)}
      target="_blank"
      rel="noreferrer"
    >
      {text.connection.record} <ExternalIcon />
    </Anchor>
  );
}
