import { Table, Text, VisuallyHidden } from "@mantine/core";
import { Link } from "wouter";
import { useCampaigns } from "../data/campaigns";
import { useCatalogue } from "../data/catalogue";
import type { Sync } from "../data/types";
import { to } from "../places/places";
import { RunBadge } from "../runs/RunBadge";
import { text } from "../text";
import { Moment } from "../ui/Moment";
import table from "../ui/Table.module.css";
import { audienceText } from "./audience";
import { OngoingSwitch } from "./OngoingSwitch";
import { SyncMenu } from "./SyncMenu";

export function SyncTable({ syncs }: { syncs: Sync[] }) {
  const words = text.syncs.columns;
  const campaigns = useCampaigns().data ?? [];
  const campaignName = (id: number): string =>
    campaigns.find((campaign) => campaign.id === id)?.name ?? text.users.campaignGone(id);
  return (
    <Table className={table.table} aria-label={text.syncs.title} mb="xl">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.campaign}</Table.Th>
          <Table.Th>{words.ongoing}</Table.Th>
          <Table.Th className={table.wide}>{words.lastRun}</Table.Th>
          <Table.Th>
            <VisuallyHidden>{words.actions}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {syncs.map((sync) => (
          <SyncRow key={sync.id} sync={sync} campaign={campaignName(sync.campaignId)} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function SyncRow({ sync, campaign }: { sync: Sync; campaign: string }) {
  const lists = useCatalogue().data?.lists ?? [];
  const { lastRun } = sync;
  return (
    <Table.Tr>
      <Table.Td>
        <Link href={to.campaign(sync.campaignId)} className={table.link}>
          {campaign}
        </Link>
        <Text size="xs" c="dimmed">
          {audienceText(sync.audience, lists)}
        </Text>
      </Table.Td>
      <Table.Td>
        <OngoingSwitch sync={sync} of={campaign} />
      </Table.Td>
      <Table.Td className={table.wide}>
        {lastRun ? (
          <>
            <RunBadge run={lastRun} />{" "}
            <Link href={to.run(lastRun.id)} className={table.link}>
              <Moment iso={lastRun.startedAt} />
            </Link>
          </>
        ) : (
          <Text inherit c="dimmed">
            {text.syncs.neverRun}
          </Text>
        )}
      </Table.Td>
      <Table.Td className={table.actions}>
        <div>
          <SyncMenu sync={sync} campaign={campaign} />
        </div>
      </Table.Td>
    </Table.Tr>
  );
}
