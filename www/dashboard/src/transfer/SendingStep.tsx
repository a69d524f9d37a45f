import { Button, Group, Progress as Meter, Text } from "@mantine/core";
import { text } from "../text";
import { ProblemNotice } from "../ui/ProblemNotice";
import type { Progress } from "./useImport";

interface Props {
  progress: Progress;
  onStop: () => void;
  onResume: () => void;
}

/** The progress of an import. */
export function SendingStep({ progress, onStop, onResume }: Props) {
  const words = text.transfer.sending;
  const { all, outcomes, state, error } = progress;
  const done = words.done(outcomes.length, all);
  return (
    <>
      <Meter.Root size="lg">
        <Meter.Section
          value={(outcomes.length / all) * 100}
          aria-label={words.label}
          aria-valuetext={done}
        />
      </Meter.Root>
      <Text mt="sm" role="status">
        {done}
      </Text>
      {state === "waiting" && <Text c="dimmed">{words.waiting}</Text>}
      {state === "failed" && <ProblemNotice error={error} />}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onStop}>
          {words.stop}
        </Button>
        {state === "failed" && <Button onClick={onResume}>{words.resume}</Button>}
      </Group>
    </>
  );
}
