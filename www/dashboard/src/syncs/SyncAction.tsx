import { Button } from "@mantine/core";
import { Link } from "wouter";
import { useChangeCampaign } from "../data/campaigns";
import { isUnderWay } from "../data/runState";
import { useRuns } from "../data/runs";
import { useSyncOf } from "../data/syncs";
import type { Campaign } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";

/** The primary action of a campaign: the most likely next step. */
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
