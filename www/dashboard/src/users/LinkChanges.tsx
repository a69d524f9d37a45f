import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useCampaign } from "../data/campaigns";
import { useChangeReferrer } from "../data/referrers";
import type { LinkStatus, Referrer } from "../data/types";
import { text } from "../text";
import { Confirm } from "../ui/Confirm";
import classes from "./UserDetails.module.css";

/** The statuses that each status can change to. */
const CHANGES: Record<LinkStatus, LinkStatus[]> = {
  live: ["paused", "revoked"],
  paused: ["live", "revoked"],
  revoked: ["live"],
};

/**
 * Pauses, revokes or revives a link; each asks first. In a campaign that is not live, only the campaign decides
 * about its links.
 */
export function LinkChanges({ referrer }: { referrer: Referrer }) {
  const words = text.users.change;
  const { campaign, contactId, linkStatus } = referrer;
  const campaignStatus = useCampaign(campaign.id).data?.status;
  const change = useChangeReferrer(campaign.id, contactId);
  const [wanted, setWanted] = useState<LinkStatus>("live");
  const [asking, setAsking] = useState(false);
  if (campaignStatus === "paused" || campaignStatus === "archived") {
    return <Text c="dimmed">{text.users.panel.overruled[campaignStatus]}</Text>;
  }
  const ask = (status: LinkStatus) => {
    change.reset();
    setWanted(status);
    setAsking(true);
  };
  return (
    <div className={classes.changes}>
      {CHANGES[linkStatus].map((status) => (
        <Button key={status} variant="default" size="xs" onClick={() => ask(status)}>
          {words[status].action}
        </Button>
      ))}
      <Confirm
        opened={asking}
        title={words[wanted].title}
        body={words[wanted].body}
        action={words[wanted].action}
        harmless={wanted === "live"}
        busy={change.isPending}
        error={change.error}
        onConfirm={() =>
          change.mutate({ linkStatus: wanted }, { onSuccess: () => setAsking(false) })
        }
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
