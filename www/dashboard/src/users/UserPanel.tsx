import { Drawer } from "@mantine/core";
import { useEffect, useState } from "react";
import { nameOf } from "../data/names";
import { useReferrer } from "../data/referrers";
import { text } from "../text";
import { Loaded } from "../ui/Loaded";
import { Message } from "../ui/Message";
import { UserDetails } from "./UserDetails";

interface Props {
  campaignId: number;
  contactId: string;
  onClose: () => void;
}

/** One user, at the right of the list. */
export function UserPanel({ campaignId, contactId, onClose }: Props) {
  const opened = campaignId !== 0 && contactId !== "";
  // Closing, the panel still shows whom it showed while it slides away.
  const [shown, setShown] = useState({ campaignId, contactId });
  useEffect(() => {
    if (opened) setShown({ campaignId, contactId });
  }, [opened, campaignId, contactId]);
  const who = opened ? { campaignId, contactId } : shown;
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={500}
      title={who.contactId ? <PanelTitle {...who} /> : text.users.panel.label}
      closeButtonProps={{ "aria-label": text.common.close }}
    >
      {who.contactId && <PanelBody key={`${who.campaignId}/${who.contactId}`} {...who} />}
    </Drawer>
  );
}

type Who = Omit<Props, "onClose">;

function PanelTitle({ campaignId, contactId }: Who) {
  const referrer = useReferrer(campaignId, contactId).data;
  return referrer ? nameOf(referrer) : text.users.unnamed(contactId);
}

function PanelBody({ campaignId, contactId }: Who) {
  const query = useReferrer(campaignId, contactId);
  const { missing } = text.users.panel;
  return (
    <Loaded
      query={query}
      lines={8}
      missing={<Message title={missing.title} body={missing.body} role="status" />}
    >
      {(referrer) => <UserDetails referrer={referrer} />}
    </Loaded>
  );
}
