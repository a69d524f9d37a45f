import { Button } from "@mantine/core";
import { Link } from "wouter";
import type { Campaign } from "../api/types";
import { useChangeCampaign } from "../campaigns/queries";
import { isUnderWay } from "../runs/progress";
import { useRuns } from "../runs/queries";
import { to } from "../shell/places";
import { text } from "../text";
import { useSyncOf } from "./queries";

/** A campaign's one primary action: what most likely comes next. */
export function SyncAction({ campaign }: { campaign: Campaign }) {
  const sync = useSyncOf(campaign.id);
  const runs = useRuns(sync.data?.id);
  const resume = useChangeCampaign(campaign.id);
  const running = runs.data?.find(isUnderWay);
  if (running) {
    return (
      <Button component={Link} href={to.run(running.id)}>
        {text.syncs.watch}
      </Button>
    );
  }
  if (campaign.status === "paused") {
    return (
      <Button loading={resume.isPending} onClick={() => resume.mutate({ status: "live" })}>
        {text.campaigns.resume}
      </Button>
    );
  }
  return (
    <Button component={Link} href={to.sync(campaign.id)}>
      {text.syncLabel}
    </Button>
  );
}
