import { Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { audienceCounts, useBackgroundQuery } from "../data/backgroundQueries";
import type { Audience, AudienceCount as Result } from "../data/types";
import { text } from "../text";
import { ProblemNotice } from "../ui/ProblemNotice";
import classes from "./wizard.module.css";

// People tick several lists in a row, and each count costs calls to HubSpot.
const PAUSE_MS = 400;

/** Counts the contacts that will take part, and follows the choice. */
export function AudienceCount({ audience }: { audience: Audience }) {
  const words = text.wizard.audience;
  const [settled] = useDebouncedValue(audience, PAUSE_MS);
  const { result, stale, error, restart } = useBackgroundQuery({
    kind: audienceCounts,
    body: { audience: settled },
    enabled: settled.lists === null || settled.lists.length > 0,
  });
  if (audience.lists?.length === 0) return <div className={classes.count} />;
  if (error) return <ProblemNotice error={error} onRetry={restart} />;
  return (
    <div className={classes.count} role="status">
      {stale || !result ? words.counting : said(result)}
      {result?.state === "failed" && result.problem && (
        <Text c="dimmed" fw={400}>
          {result.problem}
        </Text>
      )}
    </div>
  );
}

function said({ state, found: { atMost, count } }: Result): string {
  const words = text.wizard.audience;
  if (state === "failed") return words.notCounted;
  if (state === "counted") return words.counted(count ?? atMost ?? 0);
  return typeof atMost === "number" ? words.countingUpTo(atMost) : words.counting;
}
