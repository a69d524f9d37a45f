import { nameOf } from "../data/names";
import { useReferrer } from "../data/referrers";
import { text } from "../text";
import { Loaded } from "../ui/Loaded";
import { Message } from "../ui/Message";
import { SidePanel } from "../ui/SidePanel";
import { UserDetails } from "./UserDetails";

interface Props {
  campaignId: number;
  contactId: string;
  onClose: () => void;
}

/** One user, at the right of the list. */
export function UserPanel({ campaignId, contactId, onClose }: Props) {
  const opened = campaignId !== 0 && contactId !== "";
  return (
    <SidePanel
      of={opened ? `${campaignId}/${contactId}` : null}
      label={text.users.panel.label}
      title={(user) => <PanelTitle {...whoIs(user)} />}
      onClose={onClose}
    >
      {(user) => <PanelBody key={user} {...whoIs(user)} />}
    </SidePanel>
  );
}

function whoIs(user: string): Who {
  const [campaign = "", contactId = ""] = user.split("/");
  return { campaignId: Number(campaign), contactId };
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
