import { Button, Text } from "@mantine/core";
import { Link } from "wouter";
import type { Campaign } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { number } from "../text/format";
import { ListTable } from "../ui/ListTable";
import { Moment } from "../ui/Moment";
import table from "../ui/Table.module.css";
import { CampaignBadge } from "./CampaignBadge";
import { CampaignMenu } from "./CampaignMenu";

export function CampaignTable({ campaigns }: { campaigns: Campaign[] }) {
  const { actions, columns, facts, title } = text.campaigns;
  const results = text.users.columns;
  return (
    <ListTable
      label={title}
      items={campaigns}
      keyOf={({ id }) => id}
      highlight
      columns={[
        {
          head: columns.name,
          className: table.main,
          cell: (campaign) => <Name campaign={campaign} />,
        },
        {
          head: columns.status,
          wide: true,
          cell: ({ status }) => <CampaignBadge status={status} />,
        },
        { head: facts.referrers, number: true, cell: ({ referrers }) => number(referrers) },
        {
          head: results.peopleReferred,
          number: true,
          wide: true,
          cell: ({ peopleReferred }) => number(peopleReferred),
        },
        {
          head: results.successfulReferrals,
          number: true,
          wide: true,
          cell: ({ successfulReferrals }) => number(successfulReferrals),
        },
        {
          head: facts.created,
          wide: true,
          cell: ({ createdAt }) => <Moment iso={createdAt} dayOnly />,
        },
      ]}
      actions={{ head: actions, of: (campaign) => <Actions campaign={campaign} /> }}
    />
  );
}

function Name({ campaign: { id, name, destination, status } }: { campaign: Campaign }) {
  return (
    <>
      <Link href={to.campaign(id)} className={table.link}>
        {name}
      </Link>
      <Text size="xs" c="dimmed" truncate title={destination}>
        {destination.replace(/^https:\/\//, "")}
      </Text>
      <div className={table.narrow}>
        <CampaignBadge status={status} />
      </div>
    </>
  );
}

function Actions({ campaign }: { campaign: Campaign }) {
  const { id, name, status } = campaign;
  return (
    <>
      {status === "live" && (
        <Button
          component={Link}
          href={to.sync(id)}
          variant="default"
          size="xs"
          className={table.wide}
          aria-label={text.campaigns.syncOf(name)}
        >
          {text.syncLabel}
        </Button>
      )}
      <CampaignMenu campaign={campaign} />
    </>
  );
}
