/** One campaign of the contact: its link, what the link brought, and how fresh that is in HubSpot. */
import {
  Box,
  DescriptionList,
  DescriptionListItem,
  Flex,
  Link,
  Statistics,
  StatisticsItem,
  StatusTag,
  Text,
} from "@hubspot/ui-extensions";
import type { ReactNode } from "react";
import type { Referrer } from "./answer";
import { CopyButton } from "./CopyButton";
import type { Host } from "./host";
import { localeOf } from "./moment";
import { SyncLine } from "./SyncLine";
import { texts } from "./texts";

const STATUS_VARIANT = { live: "success", paused: "warning", revoked: "danger" } as const;

interface Props {
  referrer: Referrer;
  host: Host;
  now: Date;
  /** Names the campaign: a heading, or the selection that chose it. */
  title: ReactNode;
}

export function ReferrerBlock({ referrer, host, now, title }: Props) {
  const { link, linkStatus } = referrer;
  const isTab = host.layout === "tab";
  const locale = localeOf(host.context.user.locale);
  const note = texts.linkNote[linkStatus];
  const shownLink = (
    <Text truncate={{ tooltipText: link }}>
      <Link href={{ url: link, external: true }}>{withoutScheme(link)}</Link>
    </Text>
  );
  const copyButton = (
    <CopyButton key={link} link={link} isDead={linkStatus === "revoked"} actions={host.actions} />
  );

  return (
    <Flex direction="column" gap="sm">
      <Flex direction="row" justify="between" align="baseline" gap="sm">
        {title}
        <StatusTag variant={STATUS_VARIANT[linkStatus]}>{texts.linkStatus[linkStatus]}</StatusTag>
      </Flex>
      {isTab ? (
        <Flex direction="row" align="center" gap="md">
          {shownLink}
          {copyButton}
        </Flex>
      ) : (
        <Flex direction="column" gap="xs">
          {shownLink}
          <Flex direction="row">{copyButton}</Flex>
        </Flex>
      )}
      {note !== null && <Text variant="microcopy">{note}</Text>}
      <Results referrer={referrer} isTab={isTab} locale={locale} />
      <Box>
        <SyncLine referrer={referrer} now={now} locale={locale} />
      </Box>
    </Flex>
  );
}

interface ResultsProps {
  referrer: Referrer;
  isTab: boolean;
  locale: string | undefined;
}

function Results({ referrer, isTab, locale }: ResultsProps) {
  const numbers = new Intl.NumberFormat(locale);
  const people = numbers.format(referrer.peopleReferred);
  const successful = numbers.format(referrer.successfulReferrals);
  return isTab ? (
    <Statistics>
      <StatisticsItem label={texts.peopleReferred} number={people} />
      <StatisticsItem label={texts.successfulReferrals} number={successful} />
    </Statistics>
  ) : (
    <DescriptionList direction="row">
      <DescriptionListItem label={texts.peopleReferred}>
        <Text>{people}</Text>
      </DescriptionListItem>
      <DescriptionListItem label={texts.successfulReferrals}>
        <Text>{successful}</Text>
      </DescriptionListItem>
    </DescriptionList>
  );
}

function withoutScheme(link: string): string {
  return link.replace(/^https?:\/\//i, "");
}
