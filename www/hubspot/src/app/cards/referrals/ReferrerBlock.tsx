/**
 * One campaign of the contact: its link, its results, and when they were last written to HubSpot.
 */
import { Accordion, Alert, Box, Flex, Link, StatusTag, Text } from "@hubspot/ui-extensions";
import type { ReactNode } from "react";
import { type Adding, AddReferral } from "./AddReferral";
import type { Referrer, Results } from "./answer";
import { CopyButton } from "./CopyButton";
import type { Host } from "./host";
import { localeOf } from "./moment";
import { Numbers } from "./Numbers";
import { ReferralList } from "./ReferralList";
import { ShareLinks } from "./ShareLinks";
import { SyncLine } from "./SyncLine";
import { texts } from "./texts";
import { WeeksChart } from "./WeeksChart";

const STATUS_VARIANT = { live: "success", paused: "warning", revoked: "danger" } as const;

interface Props {
  referrer: Referrer;
  /** Null if the backend does not send them. */
  results: Results | null;
  recordUrl: string | null;
  host: Host;
  now: Date;
  /** Names the campaign: a heading, or the selection that chose it. */
  title: ReactNode;
  /** Whether no other campaign is shown beside it. */
  isAlone: boolean;
  adding: Adding;
}

export function ReferrerBlock({ referrer, results, host, now, title, ...rest }: Props) {
  const { link, linkStatus } = referrer;
  const { layout } = host;
  const isTab = layout === "tab";
  const locale = localeOf(host.context.user.locale);
  const note = texts.linkNote[linkStatus];
  const shownLink = (
    <Text truncate={{ tooltipText: link }}>
      <Link href={{ url: link, external: true }}>{withoutScheme(link)}</Link>
    </Text>
  );
  const isDead = linkStatus === "revoked";
  const copyButton = <CopyButton key={link} link={link} isDead={isDead} actions={host.actions} />;

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
      {!isDead && <ShareLinks share={referrer.share} />}
      {note !== null && <Text variant="microcopy">{note}</Text>}
      {referrer.awaitsDecision && (
        <Alert title={texts.awaitsDecision.title} variant="warning">
          {texts.awaitsDecision.message}
        </Alert>
      )}
      <Numbers referrer={referrer} layout={layout} locale={locale} />
      {results !== null && (
        <Brought results={results} layout={layout} now={now} locale={locale} {...rest} />
      )}
      <Box>
        <SyncLine referrer={referrer} now={now} locale={locale} />
      </Box>
    </Flex>
  );
}

interface BroughtProps extends Pick<Props, "recordUrl" | "now" | "isAlone" | "adding"> {
  results: Results;
  layout: Host["layout"];
  locale: string | undefined;
}

/** The chart over time, which the sidebar has no room for, and the people. */
function Brought({ isAlone, adding, ...shown }: BroughtProps) {
  const { results, layout, locale } = shown;
  return (
    <Flex direction="column" gap="sm">
      {layout === "tab" && results.weeks !== null && (
        <Accordion title={texts.weeks.title} size="sm" defaultOpen={isAlone}>
          <WeeksChart weeks={results.weeks} locale={locale} />
        </Accordion>
      )}
      <Text format={{ fontWeight: "demibold" }}>{texts.referrals.title}</Text>
      <ReferralList {...shown} />
      <AddReferral layout={layout} {...adding} />
    </Flex>
  );
}

function withoutScheme(link: string): string {
  return link.replace(/^https?:\/\//i, "");
}
