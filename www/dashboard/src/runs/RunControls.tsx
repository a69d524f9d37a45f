import { Button } from "@mantine/core";
import { useState } from "react";
import { holdOf } from "../data/runState";
import { useControlRun } from "../data/runs";
import type { Run } from "../data/types";
import { text } from "../text";
import { Confirm } from "../ui/Confirm";
import { FailedChange } from "../ui/FailedChange";

/** Pauses, resumes and stops a run. A run that waits for the connection continues by itself once it is back. */
export function RunControls({ run }: { run: Run }) {
  const words = text.runs;
  const [stopping, setStopping] = useState(false);
  const control = useControlRun(run);
  const hold = holdOf(run);
  const busy = (action: string) => control.isPending && control.variables === action;
  return (
    <>
      <Button variant="subtle" color="gray" onClick={() => setStopping(true)}>
        {words.stop}
      </Button>
      {hold === null && (
        <Button variant="default" loading={busy("pause")} onClick={() => control.mutate("pause")}>
          {words.pause}
        </Button>
      )}
      {(hold === "person" || hold === "properties" || hold === "lists") && (
        <Button loading={busy("resume")} onClick={() => control.mutate("resume")}>
          {words.resume}
        </Button>
      )}
      <Confirm
        opened={stopping}
        title={words.stopTitle}
        body={words.stopBody}
        action={words.stop}
        busy={busy("stop")}
        error={control.error}
        onConfirm={() => control.mutate("stop", { onSuccess: () => setStopping(false) })}
        onClose={() => setStopping(false)}
      />
      <FailedChange error={stopping ? null : control.error} onClose={control.reset} />
    </>
  );
}
