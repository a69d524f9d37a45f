import { Alert, Box, Button, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useState } from "react";
import { isAnswered, ruleTrials, useQuestionState } from "../../data/questions";
import type { NewRuleTrial, RuleTrial } from "../../data/types";
import { text } from "../../text";
import { ProblemNotice } from "../../ui/ProblemNotice";
import classes from "./RulesSection.module.css";
import { causeOf, type Draft } from "./rules";

interface Props {
  draft: Draft;
  sound: boolean;
  onTry: () => void;
}

/** What the rule would say of a contact, before it is stored. */
export function Trial({ draft, sound, onTry }: Props) {
  const words = text.rules.trial;
  const title = useId();
  const [contact, setContact] = useState("");
  const [asked, setAsked] = useState<{ id: number; body: string } | null>(null);
  const body: NewRuleTrial = {
    cause: causeOf(draft),
    holdDays: Number(draft.hold),
    ...whoIs(contact.trim()),
  };
  // Of another rule or another contact it would say nothing.
  const id = asked?.body === JSON.stringify(body) ? asked.id : undefined;
  const trial = useQuestionState(ruleTrials, id);
  const start = useMutation({
    mutationFn: () => ruleTrials.ask(body),
    onSuccess: (made) => setAsked({ id: made.id, body: JSON.stringify(body) }),
  });
  const error = start.error ?? trial.error;
  const going = start.isPending || (id !== undefined && !error && !over(trial.data));
  const begin = () => {
    onTry();
    if (sound && contact.trim() && !going) start.mutate();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    // The form that it stands in would store the rule.
    event.preventDefault();
    begin();
  };
  return (
    <section className={classes.trial} aria-labelledby={title}>
      <Text fw={600} id={title}>
        {words.title}
      </Text>
      <Text size="sm" c="dimmed">
        {words.hint}
      </Text>
      <div className={classes.try}>
        <TextInput
          className={classes.contact ?? ""}
          label={words.contact}
          value={contact}
          onChange={({ currentTarget }) => setContact(currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <Button variant="default" loading={going} disabled={!contact.trim()} onClick={begin}>
          {words.action}
        </Button>
      </div>
      <Box mt="sm" role="status">
        {going ? (
          <Text c="dimmed">{words.reading}</Text>
        ) : error ? (
          <ProblemNotice error={error} />
        ) : (
          over(trial.data) && <Said trial={trial.data} />
        )}
      </Box>
    </section>
  );
}

const over = (trial: RuleTrial | undefined): trial is RuleTrial =>
  trial !== undefined && isAnswered(trial);

/** A record's id is a number; anything else is an address. */
const whoIs = (contact: string): Pick<NewRuleTrial, "contactId" | "email"> =>
  /^\d+$/.test(contact) ? { contactId: contact } : { email: contact };

function Said({ trial }: { trial: RuleTrial }) {
  const words = text.rules.trial;
  const { met, sentence, holdDays, contactName } = trial.found;
  if (trial.state === "failed") {
    return (
      <Alert color="red" title={words.failed}>
        {trial.problem}
      </Alert>
    );
  }
  const name = contactName ?? "";
  const verdict = met
    ? holdDays > 0
      ? words.metLater(name, holdDays)
      : words.met(name)
    : words.notMet(name);
  return (
    <Alert color={met ? "green" : "gray"}>
      <Text fw={600}>{verdict}</Text>
      <Text>{sentence}</Text>
    </Alert>
  );
}
