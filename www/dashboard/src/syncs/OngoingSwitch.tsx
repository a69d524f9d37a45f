import { Box, Switch } from "@mantine/core";
import type { Sync } from "../api/types";
import { moment } from "../shell/format";
import { ProblemNotice } from "../shell/ProblemNotice";
import { text } from "../text";
import { useChangeSync } from "./queries";

/** Makes a sync ongoing or one-time, at once. */
export function OngoingSwitch({ sync }: { sync: Sync }) {
  const change = useChangeSync(sync.id);
  const wanted = change.isPending ? change.variables.ongoing : sync.ongoing;
  const next = sync.ongoing && sync.nextRunAt ? text.syncs.nextRun(moment(sync.nextRunAt)) : null;
  return (
    <>
      <Switch
        label={text.syncs.ongoing}
        description={[text.syncs.ongoingBody, next].filter(Boolean).join(" ")}
        checked={wanted}
        disabled={change.isPending}
        onChange={({ currentTarget }) => change.mutate({ ongoing: currentTarget.checked })}
      />
      {change.isError && (
        <Box mt="sm">
          <ProblemNotice error={change.error} />
        </Box>
      )}
    </>
  );
}
