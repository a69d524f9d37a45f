import { useReferral } from "../data/referrals";
import { text } from "../text";
import { Loaded } from "../ui/Loaded";
import { Message } from "../ui/Message";
import { SidePanel } from "../ui/SidePanel";
import { personOf } from "./names";
import { ReferralDetails } from "./ReferralDetails";

interface Props {
  /** 0: none. */
  id: number;
  onClose: () => void;
}

/** One referral, at the right of the list. */
export function ReferralPanel({ id, onClose }: Props) {
  return (
    <SidePanel
      of={id || null}
      label={text.referrals.panel.label}
      title={(shown) => <PanelTitle id={shown} />}
      onClose={onClose}
    >
      {(shown) => <PanelBody key={shown} id={shown} />}
    </SidePanel>
  );
}

function PanelTitle({ id }: { id: number }) {
  const referral = useReferral(id).data;
  return referral ? personOf(referral) : text.referrals.panel.label;
}

function PanelBody({ id }: { id: number }) {
  const query = useReferral(id);
  const { missing } = text.referrals.panel;
  return (
    <Loaded
      query={query}
      lines={8}
      missing={<Message title={missing.title} body={missing.body} role="status" />}
    >
      {(referral) => <ReferralDetails referral={referral} />}
    </Loaded>
  );
}
