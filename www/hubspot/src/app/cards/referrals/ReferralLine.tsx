/** A referral in two rows: the person and the status, then the time, and why it does not count. */
import { Flex, StatusTag, Text } from "@hubspot/ui-extensions";
import type { ReactNode } from "react";
import type { Standing } from "./answer";
import { relative } from "./moment";
import { statusOf } from "./referralStatus";

interface Props {
  standing: Standing;
  now: Date;
  locale: string | undefined;
  children: ReactNode;
}

export function ReferralLine({ standing, now, locale, children }: Props) {
  const { label, variant, reason } = statusOf(standing);
  const when = relative(new Date(standing.at), now, locale);
  return (
    <Flex direction="column" gap="flush">
      <Flex direction="row" justify="between" align="baseline" gap="sm">
        {children}
        <StatusTag variant={variant}>{label}</StatusTag>
      </Flex>
      <Text variant="microcopy">{reason === null ? when : `${when} · ${reason}`}</Text>
    </Flex>
  );
}
