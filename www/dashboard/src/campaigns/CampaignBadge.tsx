import { Badge } from "@mantine/core";
import type { CampaignStatus } from "../data/types";
import { text } from "../text";

const COLOR: Record<CampaignStatus, string> = { live: "word", paused: "yellow", archived: "gray" };

export function CampaignBadge({ status }: { status: CampaignStatus }) {
  return <Badge color={COLOR[status]}>{text.campaigns.status[status]}</Badge>;
}
