import { Alert, Anchor } from "@mantine/core";
import { Link } from "wouter";
import { useCampaignName } from "../data/campaigns";
import { useSyncs } from "../data/syncs";
import { to } from "../places/places";
import { text } from "../text";
import { AlertIcon } from "../ui/icons";

/** Says which runs wait for a decision about many links. `campaignId`: only those of one campaign. */
export function LeaverBanner({ campaignId }: { campaignId?: number }) {
  const words = text.runs.leavers;
  const campaignName = useCampaignName();
  const syncs = useSyncs().data ?? [];
  const asking = syncs.filter((sync) => campaignId === undefined || sync.campaignId === campaignId);
  return asking.map(({ id, campaignId: campaign, lastRun }) =>
    lastRun?.question ? (
      <Alert key={id} color="red" title={words.title} icon={<AlertIcon />} mb="lg">
        {words.banner(campaignName(campaign), lastRun.question.leaving)}{" "}
        <Anchor component={Link} href={to.run(lastRun.id)} inherit>
          {words.decide}
        </Anchor>
      </Alert>
    ) : null,
  );
}
