import { Text } from "@mantine/core";
import { Link } from "wouter";
import { useCampaign } from "../data/campaigns";
import { useRuns } from "../data/runs";
import { useSync } from "../data/syncs";
import type { Run } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { number, span } from "../text/format";
import { type Column, ListTable } from "../ui/ListTable";
import { Loaded } from "../ui/Loaded";
import { Moment } from "../ui/Moment";
import table from "../ui/Table.module.css";
import { RunBadge } from "./RunBadge";

export function PastRuns({ syncId }: { syncId: number }) {
  const query = useRuns(syncId);
  return (
    <Loaded query={query} lines={3}>
      {(runs) =>
        runs.length === 0 ? <Text c="dimmed">{text.runs.empty}</Text> : <RunTable runs={runs} />
      }
    </Loaded>
  );
}

interface TableProps {
  runs: Run[];
  /** Shows the campaign of each run, for runs of several syncs. */
  withCampaign?: boolean;
}

export function RunTable({ runs, withCampaign = false }: TableProps) {
  const { columns, counts, facts, title } = text.runs;
  const campaign: Column<Run> = {
    head: columns.campaign,
    wide: true,
    cell: ({ syncId }) => <CampaignOf syncId={syncId} />,
  };
  const count = (head: string, of: keyof Run["counts"]): Column<Run> => ({
    head,
    number: true,
    wide: true,
    cell: (run) => number(run.counts[of]),
  });
  return (
    <ListTable
      label={title}
      items={runs}
      keyOf={({ id }) => id}
      highlight
      columns={[
        { head: facts.started, cell: (run) => <Started run={run} withCampaign={withCampaign} /> },
        ...(withCampaign ? [campaign] : []),
        { head: columns.state, cell: (run) => <RunBadge run={run} /> },
        count(columns.seen, "seen"),
        count(counts.linked, "linked"),
        count(counts.updated, "updated"),
        { head: counts.failed, number: true, cell: (run) => <Failed count={run.counts.failed} /> },
        {
          head: facts.took,
          number: true,
          wide: true,
          cell: ({ startedAt, finishedAt }) =>
            finishedAt ? span(startedAt, Date.parse(finishedAt)) : "",
        },
      ]}
    />
  );
}

function Started({ run, withCampaign }: { run: Run; withCampaign: boolean }) {
  return (
    <>
      <Link href={to.run(run.id)} className={table.link}>
        <Moment iso={run.startedAt} />
      </Link>
      {withCampaign && (
        <div className={table.narrow}>
          <CampaignOf syncId={run.syncId} />
        </div>
      )}
    </>
  );
}

const Failed = ({ count }: { count: number }) => (
  <Text span inherit c={count ? "red" : undefined} fw={count ? 600 : 400}>
    {number(count)}
  </Text>
);

/** Names the campaign of a sync; empty if the sync was ended. */
function CampaignOf({ syncId }: { syncId: number }) {
  const sync = useSync(syncId).data;
  return useCampaign(sync?.campaignId ?? 0).data?.name ?? "";
}
