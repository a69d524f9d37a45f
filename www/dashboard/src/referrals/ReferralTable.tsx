import { Table, Text } from "@mantine/core";
import { Link } from "wouter";
import { useCampaigns } from "../data/campaigns";
import type { Referral } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { Moment } from "../ui/Moment";
import table from "../ui/Table.module.css";
import { personOf, referrerOf } from "./names";
import { ReferralBadge } from "./ReferralBadge";
import classes from "./referrals.module.css";

interface Props {
  referrals: Referral[];
  /** The filters, kept in the address of each referral's panel. */
  tail: string;
  /** Another page is on its way. */
  stale: boolean;
}

export function ReferralTable({ referrals, tail, stale }: Props) {
  const words = text.referrals.columns;
  const campaigns = useCampaigns().data ?? [];
  const campaignName = (id: number): string =>
    campaigns.find((campaign) => campaign.id === id)?.name ?? text.users.campaignGone(id);
  return (
    <Table
      className={`${table.table} ${stale ? table.stale : ""}`}
      aria-label={text.referrals.title}
      aria-busy={stale}
      highlightOnHover
    >
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.person}</Table.Th>
          <Table.Th className={table.wide}>{words.referrer}</Table.Th>
          <Table.Th className={table.wide}>{words.campaign}</Table.Th>
          <Table.Th>{words.status}</Table.Th>
          <Table.Th className={table.wide}>{words.came}</Table.Th>
          <Table.Th className={`${table.number} ${table.wide}`}>{words.at}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {referrals.map((referral) => (
          <ReferralRow
            key={referral.id}
            referral={referral}
            campaign={campaignName(referral.campaignId)}
            tail={tail}
          />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface RowProps {
  referral: Referral;
  campaign: string;
  tail: string;
}

function ReferralRow({ referral, campaign, tail }: RowProps) {
  const { id, campaignId, referrerId, email, status, attribution, notCounted, at } = referral;
  const person = personOf(referral);
  const referrer = referrerOf(referral);
  return (
    <Table.Tr>
      <Table.Td>
        <Link href={to.referral(id) + tail} className={table.link}>
          {person}
        </Link>
        {email && email !== person && (
          <Text size="xs" c="dimmed">
            {email}
          </Text>
        )}
        <Text size="xs" c="dimmed" className={table.narrow}>
          {text.referrals.by(referrer)} · <Moment iso={at} dayOnly />
        </Text>
      </Table.Td>
      <Table.Td className={table.wide}>
        <Link href={to.user(campaignId, referrerId)} className={classes.quiet}>
          {referrer}
        </Link>
      </Table.Td>
      <Table.Td className={table.wide}>{campaign}</Table.Td>
      <Table.Td>
        <ReferralBadge status={status} />
        {notCounted && (
          <Text size="xs" c="dimmed" mt={2}>
            {text.referrals.notCounted[notCounted]}
          </Text>
        )}
      </Table.Td>
      <Table.Td className={table.wide}>{text.referrals.came[attribution]}</Table.Td>
      <Table.Td className={`${table.number} ${table.wide}`}>
        <Moment iso={at} dayOnly />
      </Table.Td>
    </Table.Tr>
  );
}
