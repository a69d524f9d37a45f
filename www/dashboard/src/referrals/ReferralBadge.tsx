import { Badge } from "@mantine/core";
import type { ReferralStatus } from "../data/types";
import { text } from "../text";

const COLOR: Record<ReferralStatus, string> = {
  pending: "gray",
  qualified: "word",
  rejected: "red",
  reversed: "yellow",
  inReview: "orange",
};

export function ReferralBadge({ status }: { status: ReferralStatus }) {
  return <Badge color={COLOR[status]}>{text.referrals.statuses[status]}</Badge>;
}
