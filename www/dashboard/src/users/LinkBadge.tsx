import { Badge } from "@mantine/core";
import type { LinkStatus } from "../data/types";
import { text } from "../text";

const COLOR: Record<LinkStatus, string> = { live: "word", paused: "yellow", revoked: "gray" };

export function LinkBadge({ status }: { status: LinkStatus }) {
  return <Badge color={COLOR[status]}>{text.users.status[status]}</Badge>;
}
