import { Box } from "@mantine/core";
import { useState } from "react";
import { useChangeSync } from "../data/syncs";
import type { Sync } from "../data/types";
import { text } from "../text";
import { moment } from "../text/format";
import { ProblemNotice } from "../ui/ProblemNotice";
import { OngoingField } from "./OngoingField";

/** Makes a sync ongoing or one-time at once. `of` names the campaign in a table of several syncs. */
export function OngoingSwitch({ sync, of }: { sync: Sync; of?: string }) {
  const change = useChangeSync(sync.id);
  // The choice is shown at once, until the API's answer replaces it.
  const [chosen, setChosen] = useState<boolean | null>(null);
  const choose = (ongoing: boolean) => {
    if (chosen !== null) return;
    setChosen(ongoing);
    change.mutate({ ongoing }, { onSettled: () => setChosen(null) });
  };
  const next = sync.ongoing && sync.nextRunAt ? text.syncs.nextRun(moment(sync.nextRunAt)) : null;
  return (
    <>
      <OngoingField
        of={of}
        checked={chosen ?? sync.ongoing}
        // Disabling the toggle during the change would take the keyboard focus away.
        onChange={choose}
        note={next}
      />
      {change.isError && (
        <Box mt="sm">
          <ProblemNotice error={change.error} />
        </Box>
      )}
    </>
  );
}
