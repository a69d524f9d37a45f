import { Box } from "@mantine/core";
import { useState } from "react";
import type { Sync } from "../api/types";
import { moment } from "../shell/format";
import { ProblemNotice } from "../shell/ProblemNotice";
import { text } from "../text";
import { OngoingField } from "./OngoingField";
import { useChangeSync } from "./queries";

/** Makes a sync ongoing or one-time, at once. `of`: among others, it is told apart by its campaign. */
export function OngoingSwitch({ sync, of }: { sync: Sync; of?: string }) {
  const change = useChangeSync(sync.id);
  // What was just chosen stands at once, and until the answer says otherwise.
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
        // Not disabled meanwhile: that would take the focus from whoever uses the keyboard.
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
