import { Button } from "@mantine/core";
import { useLocation } from "wouter";
import { useOutcomesFile, useRetry } from "../data/runs";
import type { OutcomeKind, Run } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { FailedChange } from "../ui/FailedChange";

/** Saves all contacts of one kind of outcome as a file. */
export function CsvButton({ run, kind }: { run: Run; kind: OutcomeKind }) {
  const csv = useOutcomesFile(run, kind);
  return (
    <>
      <Button variant="default" size="xs" loading={csv.isPending} onClick={() => csv.mutate()}>
        {text.runs.csv}
      </Button>
      <FailedChange error={csv.error} onClose={csv.reset} />
    </>
  );
}

/** Retries the failed contacts in a new run. */
export function RetryButton({ run }: { run: Run }) {
  const [, go] = useLocation();
  const retry = useRetry(run);
  return (
    <>
      <Button
        size="xs"
        variant="light"
        loading={retry.isPending}
        onClick={() => retry.mutate(undefined, { onSuccess: ({ id }) => go(to.run(id)) })}
      >
        {text.runs.retry}
      </Button>
      <FailedChange error={retry.error} onClose={retry.reset} />
    </>
  );
}
