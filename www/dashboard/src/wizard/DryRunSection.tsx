import { Alert, Box, Button, Text } from "@mantine/core";
import { dryRuns, useQueryOnDemand, useStopDryRun } from "../data/backgroundQueries";
import type { DryRun, NewSync } from "../data/types";
import { text } from "../text";
import { Bar } from "../ui/Bar";
import { ProblemNotice } from "../ui/ProblemNotice";
import { Section } from "../ui/Section";
import { DryRunResult } from "./DryRunResult";
import classes from "./wizard.module.css";

/** Runs the sync without writing anything. */
export function DryRunSection({ wanted, shut }: { wanted: NewSync; shut: boolean }) {
  const words = text.wizard.dryRun;
  const { id, result, error, starting, running, start, forget } = useQueryOnDemand(dryRuns, wanted);
  const stop = useStopDryRun(forget);
  return (
    <div className={classes.box}>
      <Section
        title={words.title}
        aside={
          running ? (
            <Button
              variant="default"
              loading={stop.isPending}
              onClick={() => id !== undefined && stop.mutate(id)}
            >
              {words.stop}
            </Button>
          ) : (
            <Button variant="default" disabled={shut} loading={starting} onClick={start}>
              {id === undefined ? words.action : words.again}
            </Button>
          )
        }
      >
        {id === undefined && <Text c="dimmed">{words.body}</Text>}
        {error && (
          <Box mt="sm">
            <ProblemNotice error={error} />
          </Box>
        )}
        {running && <Going dryRun={result} />}
        {result?.state === "failed" && (
          <Alert color="red" title={words.failed}>
            {result.problem}
          </Alert>
        )}
        {result?.state === "finished" && <DryRunResult found={result.found} />}
      </Section>
    </div>
  );
}

function Going({ dryRun }: { dryRun: DryRun | undefined }) {
  const words = text.wizard.dryRun;
  const { counts, expected } = dryRun?.found ?? {};
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
        {dryRun?.waitingFor ? ` ${words.waiting}` : ""}
      </Text>
    </>
  );
}
