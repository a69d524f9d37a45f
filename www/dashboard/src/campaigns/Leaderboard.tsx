import { Anchor, SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { nameOf } from "../data/names";
import { useReferrers } from "../data/referrers";
import type { Campaign, ReferrerLine } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { number } from "../text/format";
import { type Column, ListTable } from "../ui/ListTable";
import { Loaded } from "../ui/Loaded";
import { Section } from "../ui/Section";
import table from "../ui/Table.module.css";
import classes from "./Leaderboard.module.css";

const ORDERS = ["mostSuccessful", "mostReferred"] as const;
type Order = (typeof ORDERS)[number];

/** The list of users shows the others. */
const PLACES = 5;

const MEASURE = {
  mostSuccessful: "successfulReferrals",
  mostReferred: "peopleReferred",
} as const satisfies Record<Order, keyof ReferrerLine>;

/** The best referrers of a campaign. Renders nothing before somebody was referred. */
export function Leaderboard({ campaign }: { campaign: Campaign }) {
  const words = text.referrals.leaders;
  const [order, setOrder] = useState<Order>("mostSuccessful");
  if (campaign.peopleReferred === 0) return null;
  return (
    <Section
      title={words.title}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={words.order}
          value={order}
          onChange={(value) => setOrder(ORDERS.find((name) => name === value) ?? order)}
          data={ORDERS.map((value) => ({ value, label: words.orders[value] }))}
        />
      }
    >
      <Leaders campaignId={campaign.id} order={order} />
    </Section>
  );
}

function Leaders({ campaignId, order }: { campaignId: number; order: Order }) {
  const words = text.referrals.leaders;
  const query = useReferrers({ campaignId, order });
  return (
    <Loaded query={query} lines={PLACES}>
      {({ items }) => {
        const leaders = items.filter((line) => line[MEASURE[order]] > 0).slice(0, PLACES);
        if (leaders.length === 0) return <Text c="dimmed">{words.none[order]}</Text>;
        return (
          <>
            <LeaderTable leaders={leaders} order={order} stale={query.isPlaceholderData} />
            <Anchor component={Link} href={to.leadersOf(campaignId, order)} className={classes.all}>
              {words.all}
            </Anchor>
          </>
        );
      }}
    </Loaded>
  );
}

interface TableProps {
  leaders: ReferrerLine[];
  order: Order;
  stale: boolean;
}

function LeaderTable({ leaders, order, stale }: TableProps) {
  const { leaders: words } = text.referrals;
  const { columns } = text.users;
  const measure = (head: string, of: (typeof MEASURE)[Order]): Column<ReferrerLine> => ({
    head,
    number: true,
    className: of === MEASURE[order] ? classes.measure : "",
    cell: (line) => number(line[of]),
  });
  return (
    <ListTable
      label={words.title}
      items={leaders}
      keyOf={({ contactId }) => contactId}
      stale={stale}
      columns={[
        {
          head: words.rank,
          headHidden: true,
          className: classes.rank,
          cell: (_, index) => number(index + 1),
        },
        {
          head: columns.name,
          cell: (line) => (
            <Link href={to.user(line.campaignId, line.contactId)} className={table.link}>
              {nameOf(line)}
            </Link>
          ),
        },
        {
          head: text.charts.measures.clicks,
          number: true,
          wide: true,
          cell: ({ clicks }) => number(clicks),
        },
        measure(columns.peopleReferred, "peopleReferred"),
        measure(columns.successfulReferrals, "successfulReferrals"),
      ]}
    />
  );
}
