import { Alert, Text, Title } from "@mantine/core";
import { delayOf, type Hold, holdOf } from "../data/runState";
import { useRuns } from "../data/runs";
import { useSession } from "../data/session";
import type { Run } from "../data/types";
import { ConnectButton } from "../hubspot/ConnectButton";
import { text } from "../text";
import { duration } from "../text/format";
import { Bar } from "../ui/Bar";
import { AlertIcon, ClockIcon } from "../ui/icons";
import { done, expectedOf, share } from "./progress";
import { RunCounts } from "./RunCounts";
import classes from "./RunProgress.module.css";

/** The progress of a run that is under way, and what it waits for. */
export function RunProgress({ run }: { run: Run }) {
  const words = text.runs;
  const expected = expectedOf(run, useRuns(run.syncId).data ?? []);
  const soFar = words.progressText(done(run.counts));
  const hold = holdOf(run);
  const delay = delayOf(run);
  return (
    <div className={classes.progress}>
      {/* Screen readers hear only the stages and what needs a person. Short waits come and go. */}
      <div role="status">
        {hold ? <Held run={run} hold={hold} /> : <Title order={2}>{headlineOf(run)}</Title>}
      </div>
      {!hold && (
        <Text c="dimmed" className={classes.sentence}>
          {delay && <ClockIcon />}
          {delay ? words.delay[delay] : words.goesOn}
        </Text>
      )}
      <Bar
        label={words.progress}
        share={share(run, expected)}
        still={Boolean(hold)}
        valueText={soFar}
      />
      <Text className={classes.figure}>
        {soFar}
        {expected && run.state === "reading" ? ` ${words.expected(expected)}` : ""}
        {!hold && run.perMinute ? ` · ${words.perMinute(run.perMinute)}` : ""}
        {!hold && run.secondsLeft ? ` · ${words.timeLeft(duration(run.secondsLeft))}` : ""}
      </Text>
      <RunCounts counts={run.counts} />
    </div>
  );
}

function Held({ run, hold }: { run: Run; hold: Hold }) {
  const { title, what, todo } = text.runs.hold[hold];
  const connected = useSession().data?.portal.connection === "connected";
  // If the connection is lost, the banner above already has the button.
  const byConnecting = connected && (hold === "connection" || hold === "permission");
  return (
    <Alert color="yellow" title={title} icon={<AlertIcon />} mb="lg">
      <Text>{run.problem ?? what}</Text>
      <Text>{todo}</Text>
      {byConnecting && (
        <ConnectButton mt="sm" size="xs" variant="default">
          {text.connection.lost.action}
        </ConnectButton>
      )}
    </Alert>
  );
}

function headlineOf({ state }: Run): string | undefined {
  const headlines: Partial<Record<Run["state"], string>> = text.runs.headline;
  return headlines[state];
}
