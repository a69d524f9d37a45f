import { Text, Title } from "@mantine/core";
import type { Run } from "../data/types";
import { text } from "../text";
import { CheckIcon } from "../ui/icons";
import { carrying } from "./progress";
import { RunCounts } from "./RunCounts";
import classes from "./RunResult.module.css";

/** The result of a run that is over. */
export function RunResult({ run }: { run: Run }) {
  const { success, title, lines } = resultOf(run);
  return (
    <div className={classes.result}>
      <div role="status" className={classes.words}>
        <Title order={2} className={classes.title}>
          {success && (
            <span className={classes.check}>
              <CheckIcon />
            </span>
          )}
          {title}
        </Title>
        {lines.map((line) => (
          <Text key={line} mt={4}>
            {line}
          </Text>
        ))}
      </div>
      <RunCounts counts={run.counts} />
    </div>
  );
}

function resultOf({ state, counts }: Run): { success: boolean; title: string; lines: string[] } {
  const words = text.runs.result;
  if (state === "stopped") {
    return { success: false, title: words.stopped, lines: [words.stoppedBody] };
  }
  const withLink = carrying(counts);
  if (withLink === 0 && counts.failed > 0) {
    return { success: false, title: words.allFailed, lines: [words.allFailedBody] };
  }
  const lines = withLink === 0 ? [words.nobody] : [words.successBody(withLink), words.notNotified];
  if (counts.failed > 0) lines.push(words.someFailed(counts.failed));
  return { success: true, title: words.success, lines };
}
