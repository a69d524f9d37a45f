import { Text } from "@mantine/core";
import { Link } from "wouter";
import { useCampaignName } from "../data/campaigns";
import { useCatalogue } from "../data/catalogue";
import type { Run, Sync } from "../data/types";
import { to } from "../places/places";
import { RunBadge } from "../runs/RunBadge";
import { text } from "../text";
import { ListTable } from "../ui/ListTable";
import { Moment } from "../ui/Moment";
import table from "../ui/Table.module.css";
import { audienceText } from "./audience";
import { OngoingSwitch } from "./OngoingSwitch";
import { SyncMenu } from "./SyncMenu";

export function SyncTable({ syncs }: { syncs: Sync[] }) {
  const words = text.syncs.columns;
  const campaignName = useCampaignName();
  const lists = useCatalogue().data?.lists ?? [];
  return (
    <ListTable
      label={text.syncs.title}
      items={syncs}
      keyOf={({ id }) => id}
      gap="xl"
      columns={[
        {
          head: words.campaign,
          cell: ({ campaignId, audience }) => (
            <>
              <Link href={to.campaign(campaignId)} className={table.link}>
                {campaignName(campaignId)}
              </Link>
              <Text size="xs" c="dimmed">
                {audienceText(audience, lists)}
              </Text>
            </>
          ),
        },
        {
          head: words.ongoing,
          cell: (sync) => <OngoingSwitch sync={sync} of={campaignName(sync.campaignId)} />,
        },
        { head: words.lastRun, wide: true, cell: ({ lastRun }) => <LastRun run={lastRun} /> },
      ]}
      actions={{
        head: words.actions,
        of: (sync) => <SyncMenu sync={sync} campaign={campaignName(sync.campaignId)} />,
      }}
    />
  );
}

function LastRun({ run }: { run: Run | null | undefined }) {
  if (!run) {
    return (
      <Text inherit c="dimmed">
        {text.syncs.neverRun}
      </Text>
    );
  }
  return (
    <>
      <RunBadge run={run} />{" "}
      <Link href={to.run(run.id)} className={table.link}>
        <Moment iso={run.startedAt} />
      </Link>
    </>
  );
}
