import { Drawer } from "@mantine/core";
import { useEffect, useState } from "react";
import { useReferral } from "../data/referrals";
import { text } from "../text";
import { Loaded } from "../ui/Loaded";
import { Message } from "../ui/Message";
import { personOf } from "./names";
import { ReferralDetails } from "./ReferralDetails";

interface Props {
  /** 0: none. */
  id: number;
  onClose: () => void;
}

/** One referral, at the right of the list. */
export function ReferralPanel({ id, onClose }: Props) {
  // Closing, the panel still shows what it showed while it slides away.
  const [last, setLast] = useState(id);
  useEffect(() => {
    if (id !== 0) setLast(id);
  }, [id]);
  const shown = id || last;
  return (
    <Drawer
      opened={id !== 0}
      onClose={onClose}
      size={500}
      title={shown ? <PanelTitle id={shown} /> : text.referrals.panel.label}
      closeButtonProps={{ "aria-label": text.common.close }}
    >
      {shown !== 0 && <PanelBody key={shown} id={shown} />}
    </Drawer>
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
