import { Alert, Box, Button, Text, TextInput } from "@mantine/core";
import { type KeyboardEvent, useId, useState } from "react";
import { ruleTrials, useQueryOnDemand } from "../../data/backgroundQueries";
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

/** Tries a rule on one contact before it is saved. */
export function Trial({ draft, sound, onTry }: Props) {
  const words = text.rules.trial;
  const title = useId();
  const [contact, setContact] = useState("");
  const body: NewRuleTrial = {
    cause: causeOf(draft),
    holdDays: Number(draft.hold),
    ...whoIs(contact.trim()),
  };
  const trial = useQueryOnDemand(ruleTrials, body);
  const { result, error } = trial;
  const going = trial.starting || trial.running;
  const begin = () => {
    onTry();
    if (sound && contact.trim() && !going) trial.start();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    // Otherwise Enter would submit the surrounding form and save the rule.
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
          result && <Said trial={result} />
        )}
      </Box>
    </section>
  );
}

/** Takes a number as a record id, and anything else as an e-mail address. */
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
