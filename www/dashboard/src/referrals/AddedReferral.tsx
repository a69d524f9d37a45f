import { Alert, Button, Text } from "@mantine/core";
import { Link } from "wouter";
import type { Referral } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { personOf } from "./names";
import classes from "./referrals.module.css";

interface Props {
  referral: Referral;
  isNew: boolean;
  onAnother: () => void;
  onClose: () => void;
}

/** Says whether the added person counts, and why not. */
export function AddedReferral({ referral, isNew, onAnother, onClose }: Props) {
  const words = text.referrals.add;
  const { id, status, notCounted, why } = referral;
  const counts = status === "pending" || status === "qualified";
  const person = personOf(referral);
  const said = isNew
    ? words[notCounted ? "notCounted" : "counted"](person)
    : words.known(person, text.referrals.statuses[status]);
  return (
    <div className={classes.decisions}>
      <Alert color={counts ? "word" : "yellow"} title={said} role="status">
        {why.map((sentence) => (
          <Text key={sentence} size="md">
            {sentence}
          </Text>
        ))}
      </Alert>
      <div className={classes.buttons}>
        <Button component={Link} href={to.referral(id)} variant="default" onClick={onClose}>
          {words.see}
        </Button>
        <Button variant="default" onClick={onAnother}>
          {words.another}
        </Button>
        <Button onClick={onClose} data-autofocus>
          {text.common.close}
        </Button>
      </div>
    </div>
  );
}
