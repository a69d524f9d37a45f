import { Button } from "@mantine/core";
import { useId } from "react";
import { Link, useSearchParams } from "wouter";
import { idOf, to } from "../places/places";
import { text } from "../text";
import classes from "./wizard.module.css";

interface Props {
  /** Absent on the first step. */
  onBack?: (() => void) | undefined;
  onNext: () => void;
  next?: string;
  busy?: boolean;
  /** Why the next step is closed; `null` if it is open. */
  problem: string | null;
}

/** The buttons to go back and on. A closed next step always says why. */
export function StepFoot({ onBack, onNext, next = text.common.next, busy, problem }: Props) {
  const why = useId();
  const campaignId = idOf(useSearchParams()[0].get("campaign"));
  return (
    <div className={classes.foot}>
      {onBack && (
        <Button variant="default" onClick={onBack}>
          {text.common.back}
        </Button>
      )}
      <Button
        onClick={onNext}
        loading={busy ?? false}
        disabled={problem !== null}
        aria-describedby={problem === null ? undefined : why}
      >
        {next}
      </Button>
      <p className={classes.why} id={why} role="status">
        {problem}
      </p>
      <Button
        component={Link}
        href={campaignId ? to.campaign(campaignId) : to.users}
        variant="subtle"
        color="gray"
      >
        {text.wizard.cancel}
      </Button>
    </div>
  );
}
