import { Text } from "@mantine/core";
import { Link } from "wouter";
import { useCampaignName } from "../data/campaigns";
import type { Referral } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { ListTable } from "../ui/ListTable";
import { Moment } from "../ui/Moment";
import table from "../ui/Table.module.css";
import { personOf, referrerOf } from "./names";
import { ReferralBadge } from "./ReferralBadge";
import classes from "./referrals.module.css";

interface Props {
  referrals: Referral[];
  /** The filters, to keep them in the address of each referral's panel. */
  tail: string;
  stale: boolean;
}

export function ReferralTable({ referrals, tail, stale }: Props) {
  const words = text.referrals.columns;
  const campaignName = useCampaignName();
  return (
    <ListTable
      label={text.referrals.title}
      items={referrals}
      keyOf={({ id }) => id}
      stale={stale}
      highlight
      columns={[
        { head: words.person, cell: (referral) => <Person referral={referral} tail={tail} /> },
        {
          head: words.referrer,
          wide: true,
          cell: (referral) => (
            <Link
              href={to.user(referral.campaignId, referral.referrerId)}
              className={classes.quiet}
            >
              {referrerOf(referral)}
            </Link>
          ),
        },
        { head: words.campaign, wide: true, cell: ({ campaignId }) => campaignName(campaignId) },
        { head: words.status, cell: (referral) => <Status referral={referral} /> },
        {
          head: words.came,
          wide: true,
          cell: ({ attribution }) => text.referrals.came[attribution],
        },
        {
          head: words.at,
          number: true,
          wide: true,
          cell: ({ at }) => <Moment iso={at} dayOnly />,
        },
      ]}
    />
  );
}

function Person({ referral, tail }: { referral: Referral; tail: string }) {
  const { id, email, at } = referral;
  const person = personOf(referral);
  return (
    <>
      <Link href={to.referral(id) + tail} className={table.link}>
        {person}
      </Link>
      {email && email !== person && (
        <Text size="xs" c="dimmed">
          {email}
        </Text>
      )}
      <Text size="xs" c="dimmed" className={table.narrow}>
        {text.referrals.by(referrerOf(referral))} · <Moment iso={at} dayOnly />
      </Text>
    </>
  );
}

function Status({ referral: { status, notCounted } }: { referral: Referral }) {
  return (
    <>
      <ReferralBadge status={status} />
      {notCounted && (
        <Text size="xs" c="dimmed" mt={2}>
          {text.referrals.notCounted[notCounted]}
        </Text>
      )}
    </>
  );
}
