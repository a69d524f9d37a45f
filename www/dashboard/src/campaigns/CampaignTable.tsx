import { Button, Table, Text, VisuallyHidden } from "@mantine/core";
import { Link } from "wouter";
import type { Campaign } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { number } from "../text/format";
import { Moment } from "../ui/Moment";
import table from "../ui/Table.module.css";
import { CampaignBadge } from "./CampaignBadge";
import { CampaignMenu } from "./CampaignMenu";

export function CampaignTable({ campaigns }: { campaigns: Campaign[] }) {
  const { actions, columns, facts, title } = text.campaigns;
  return (
    <Table className={table.table} aria-label={title} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{columns.name}</Table.Th>
          <Table.Th className={table.wide}>{columns.status}</Table.Th>
          <Table.Th className={table.number}>{facts.referrers}</Table.Th>
          <Table.Th className={`${table.number} ${table.wide}`}>
            {text.users.columns.peopleReferred}
          </Table.Th>
          <Table.Th className={`${table.number} ${table.wide}`}>
            {text.users.columns.successfulReferrals}
          </Table.Th>
          <Table.Th className={table.wide}>{facts.created}</Table.Th>
          <Table.Th>
            <VisuallyHidden>{actions}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {campaigns.map((campaign) => (
          <CampaignRow key={campaign.id} campaign={campaign} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function CampaignRow({ campaign }: { campaign: Campaign }) {
  const { id, name, destination, status, referrers, createdAt } = campaign;
  return (
    <Table.Tr>
      <Table.Td className={table.main}>
        <Link href={to.campaign(id)} className={table.link}>
          {name}
        </Link>
        <Text size="xs" c="dimmed" truncate title={destination}>
          {destination.replace(/^https:\/\//, "")}
        </Text>
        <div className={table.narrow}>
          <CampaignBadge status={status} />
        </div>
      </Table.Td>
      <Table.Td className={table.wide}>
        <CampaignBadge status={status} />
      </Table.Td>
      <Table.Td className={table.number}>{number(referrers)}</Table.Td>
      <Table.Td className={`${table.number} ${table.wide}`}>
        {number(campaign.peopleReferred)}
      </Table.Td>
      <Table.Td className={`${table.number} ${table.wide}`}>
        {number(campaign.successfulReferrals)}
      </Table.Td>
      <Table.Td className={table.wide}>
        <Moment iso={createdAt} dayOnly />
      </Table.Td>
      <Table.Td className={table.actions}>
        <div>
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
        </div>
      </Table.Td>
    </Table.Tr>
  );
}
