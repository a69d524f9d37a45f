import { Alert, Box, Button, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { tell } from "../data/client";
import { dryRuns, isAnswered, useQuestionState } from "../data/questions";
import type { DryRun, NewSync } from "../data/types";
import { text } from "../text";
import { Bar } from "../ui/Bar";
import { ProblemNotice } from "../ui/ProblemNotice";
import { Section } from "../ui/Section";
import { DryRunResult } from "./DryRunResult";
import classes from "./wizard.module.css";

/** Goes through the contacts as the sync would, and writes nothing. */
export function DryRunSection({ wanted, shut }: { wanted: NewSync; shut: boolean }) {
  const words = text.wizard.dryRun;
  const body = JSON.stringify(wanted);
  const [asked, setAsked] = useState<{ id: number; body: string } | null>(null);
  // Of other settings it would say nothing.
  const id = asked?.body === body ? asked.id : undefined;
  const trial = useQuestionState(dryRuns, id);
  const start = useMutation({
    mutationFn: () => dryRuns.ask(wanted),
    onSuccess: ({ id: made }) => setAsked({ id: made, body }),
  });
  const stop = useMutation({
    mutationFn: (question: number) =>
      tell("DELETE /api/dry-runs/{question}", { ids: { question } }),
    onSettled: () => setAsked(null),
  });
  const going = id !== undefined && !(trial.data && isAnswered(trial.data)) && !trial.isError;
  return (
    <div className={classes.box}>
      <Section
        title={words.title}
        aside={
          going ? (
            <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate(id)}>
              {words.stop}
            </Button>
          ) : (
            <Button
              variant="default"
              disabled={shut}
              loading={start.isPending}
              onClick={() => start.mutate()}
            >
              {id === undefined ? words.action : words.again}
            </Button>
          )
        }
      >
        {id === undefined && <Text c="dimmed">{words.body}</Text>}
        {(start.error ?? trial.error) && (
          <Box mt="sm">
            <ProblemNotice error={start.error ?? trial.error} />
          </Box>
        )}
        {going && <Going trial={trial.data} />}
        {trial.data?.state === "failed" && (
          <Alert color="red" title={words.failed}>
            {trial.data.problem}
          </Alert>
        )}
        {trial.data?.state === "finished" && <DryRunResult found={trial.data.found} />}
      </Section>
    </div>
  );
}

function Going({ trial }: { trial: DryRun | undefined }) {
  const words = text.wizard.dryRun;
  const { counts, expected } = trial?.found ?? {};
  const seen = counts?.seen ?? 0;
  const said = words.seen(seen, expected);
  return (
    <>
      <Bar
        label={words.progress}
        share={expected ? Math.min(seen / expected, 0.99) : null}
        still={false}
        valueText={said}
      />
      <Text c="dimmed" mt="xs">
        {said}
        {trial?.waitingFor ? ` ${words.waiting}` : ""}
      </Text>
    </>
  );
}
