import { Button } from "@mantine/core";
import { useState } from "react";
import { useDecide } from "../data/referrals";
import type { Decision, Referral } from "../data/types";
import { text } from "../text";
import { Confirm } from "../ui/Confirm";
import { ProblemNotice } from "../ui/ProblemNotice";
import { decisionsFor, type Harmful, isHarmful, isWelcome, wordFor } from "./decisions";
import classes from "./referrals.module.css";

/** The decisions that a person can make. A harmful one asks first. */
export function Decisions({ referral }: { referral: Referral }) {
  const words = text.referrals;
  const decide = useDecide(referral.id);
  const [asked, setAsked] = useState<Harmful>("reject");
  const [asking, setAsking] = useState(false);
  const possible = decisionsFor(referral);
  if (possible.length === 0) return null;
  const choose = (decision: Decision) => {
    decide.reset();
    if (isHarmful(decision, referral)) {
      setAsked(decision);
      setAsking(true);
    } else {
      decide.mutate(decision);
    }
  };
  return (
    <div className={classes.decisions}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields. */}
      <div className={classes.buttons} role="group" aria-label={words.decisions}>
        {possible.map((decision) => (
          <Button
            key={decision}
            size="xs"
            variant={isWelcome(decision, referral) ? "filled" : "default"}
            loading={decide.isPending && decide.variables === decision}
            onClick={() => choose(decision)}
          >
            {wordFor(decision, referral)}
          </Button>
        ))}
      </div>
      {decide.isError && !asking && <ProblemNotice error={decide.error} />}
      <Confirm
        opened={asking}
        title={words.ask[asked].title}
        body={words.ask[asked].body}
        action={words.decide[asked]}
        busy={decide.isPending}
        error={asking ? decide.error : null}
        onConfirm={() => decide.mutate(asked, { onSuccess: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
