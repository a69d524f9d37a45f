/** Adds a person whom the contact referred: a button, a form behind it, and the result in words. */
import { Alert, Button, Flex, Icon } from "@hubspot/ui-extensions";
import { useEffect, useState } from "react";
import type { Added } from "./answer";
import type { Person } from "./client";
import type { Layout } from "./host";
import { ReferralForm } from "./ReferralForm";
import { texts } from "./texts";

export interface Adding {
  /** The result of the last referral that was added here, according to the newest answer. */
  added: Added | null;
  isAdding: boolean;
  isBusy: boolean;
  onAdd: (person: Person) => void;
}

export function AddReferral({ layout, ...adding }: Adding & { layout: Layout }) {
  const { isBusy } = adding;
  const [isOpen, setOpen] = useState(false);
  // A viewer who opens the form again has read the last result.
  const [read, markRead] = useState<Added | null>(null);
  const added = adding.added === read ? null : adding.added;
  const open = () => {
    markRead(adding.added);
    setOpen(true);
  };

  // An answer that accepted the referral closes the form. One that refused a field keeps it open.
  useEffect(() => {
    if (added !== null && added.outcome !== "invalid") {
      setOpen(false);
    }
  }, [added]);

  if (isOpen) {
    const close = () => setOpen(false);
    return <ReferralForm {...adding} added={added} layout={layout} onCancel={close} />;
  }
  return (
    <Flex direction="column" gap="sm">
      {added !== null && <Outcome added={added} />}
      <Flex direction="row">
        <Button variant="secondary" size="xs" disabled={isBusy} onClick={open}>
          <Icon name="add" /> {texts.addReferral.open}
        </Button>
      </Flex>
    </Flex>
  );
}

function Outcome({ added }: { added: Added }) {
  const { counted, repeated, notCounted, somebody } = texts.addReferral;
  const person = added.person ?? somebody;
  switch (added.outcome) {
    case "counted":
      return (
        <Alert title={counted.title} variant="success">
          {counted.message(person)}
        </Alert>
      );
    case "repeated":
      return (
        <Alert title={repeated.title} variant="info">
          {repeated.message(person)}
        </Alert>
      );
    case "notCounted":
      return (
        <Alert title={notCounted.title} variant="warning">
          {added.why ?? ""}
        </Alert>
      );
    case "invalid":
      return null;
  }
}
