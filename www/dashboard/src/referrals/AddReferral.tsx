import { Modal } from "@mantine/core";
import { useState } from "react";
import { useAddReferral } from "../data/referrals";
import { text } from "../text";
import { AddedReferral } from "./AddedReferral";
import { AddReferralForm } from "./AddReferralForm";

interface Props {
  campaignId: number;
  /** The contact who referred the person. */
  contactId: string;
  referrer: string;
  opened: boolean;
  onClose: () => void;
}

/** Adds a referred person by hand, and shows the result. */
export function AddReferral({ campaignId, contactId, referrer, opened, onClose }: Props) {
  const words = text.referrals.add;
  const add = useAddReferral(campaignId, contactId);
  // Each person is a new form.
  const [turn, setTurn] = useState(0);
  const again = () => {
    add.reset();
    setTurn(turn + 1);
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={again}
      title={words.title(referrer)}
    >
      {add.data ? (
        <AddedReferral
          referral={add.data.answer}
          isNew={add.data.isNew}
          onAnother={again}
          onClose={onClose}
        />
      ) : (
        <AddReferralForm
          key={turn}
          busy={add.isPending}
          error={add.error}
          onSubmit={(person) => add.mutate(person)}
          onCancel={onClose}
        />
      )}
    </Modal>
  );
}
