/** The latest people whom the contact referred: a table on the tab, lines in the sidebar. */
import {
  Flex,
  StatusTag,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from "@hubspot/ui-extensions";
import type { Referral, Results } from "./answer";
import { ContactLink } from "./ContactLink";
import type { Layout } from "./host";
import { relative } from "./moment";
import { ReferralLine } from "./ReferralLine";
import { statusOf } from "./referralStatus";
import { texts } from "./texts";

/** The sidebar shares its height with other cards. */
const MOST_LINES: Record<Layout, number> = { tab: 5, sidebar: 3 };

interface Props {
  results: Results;
  recordUrl: string | null;
  layout: Layout;
  now: Date;
  locale: string | undefined;
}

export function ReferralList({ results, layout, ...rest }: Props) {
  const { total, totalIsLeast } = results;
  const shown = results.referrals.slice(0, MOST_LINES[layout]);
  const numbers = new Intl.NumberFormat(rest.locale);
  if (shown.length === 0) {
    return <Text variant="microcopy">{texts.referrals.none}</Text>;
  }
  const View = layout === "tab" ? ReferralTable : ReferralLines;
  return (
    <Flex direction="column" gap="xs">
      <View referrals={shown} {...rest} />
      {(total > shown.length || totalIsLeast) && (
        <Text variant="microcopy">
          {texts.referrals.latest(
            numbers.format(shown.length),
            numbers.format(total),
            totalIsLeast,
          )}
        </Text>
      )}
    </Flex>
  );
}

interface ViewProps {
  referrals: readonly Referral[];
  recordUrl: string | null;
  now: Date;
  locale: string | undefined;
}

function ReferralLines({ referrals, recordUrl, now, locale }: ViewProps) {
  return (
    <Flex direction="column" gap="sm">
      {referrals.map((referral) => (
        <ReferralLine key={referral.id} standing={referral} now={now} locale={locale}>
          <Person referral={referral} recordUrl={recordUrl} />
        </ReferralLine>
      ))}
    </Flex>
  );
}

function ReferralTable({ referrals, recordUrl, now, locale }: ViewProps) {
  return (
    <Table density="condensed" bordered={false} flush={true}>
      <TableHead>
        <TableRow>
          <TableHeader>{texts.referrals.person}</TableHeader>
          <TableHeader>{texts.referrals.status}</TableHeader>
          <TableHeader>{texts.referrals.came}</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {referrals.map((referral) => {
          const { label, variant, reason } = statusOf(referral);
          return (
            <TableRow key={referral.id}>
              <TableCell>
                <Person referral={referral} recordUrl={recordUrl} />
                {reason !== null && <Text variant="microcopy">{reason}</Text>}
              </TableCell>
              <TableCell width="min">
                <StatusTag variant={variant}>{label}</StatusTag>
              </TableCell>
              <TableCell width="min">{relative(new Date(referral.at), now, locale)}</TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

function Person({ referral, recordUrl }: { referral: Referral; recordUrl: string | null }) {
  const { person, contactId } = referral;
  return (
    <ContactLink
      name={person ?? texts.referrals.unnamed(contactId)}
      contactId={contactId}
      recordUrl={recordUrl}
    />
  );
}
