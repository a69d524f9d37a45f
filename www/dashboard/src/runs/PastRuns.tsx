import { Table, Text } from "@mantine/core";
import { Link } from "wouter";
import { useCampaign } from "../data/campaigns";
import { useRuns } from "../data/runs";
import { useSync } from "../data/syncs";
import type { Run } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { number, span } from "../text/format";
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
  /** Whose runs they are, where they are of several syncs. */
  withCampaign?: boolean;
}

export function RunTable({ runs, withCampaign = false }: TableProps) {
  const { columns, counts, facts, title } = text.runs;
  return (
    <Table className={table.table} aria-label={title} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{facts.started}</Table.Th>
          {withCampaign && <Table.Th className={table.wide}>{columns.campaign}</Table.Th>}
          <Table.Th>{columns.state}</Table.Th>
          <Table.Th className={`${table.number} ${table.wide}`}>{columns.seen}</Table.Th>
          <Table.Th className={`${table.number} ${table.wide}`}>{counts.linked}</Table.Th>
          <Table.Th className={`${table.number} ${table.wide}`}>{counts.updated}</Table.Th>
          <Table.Th className={table.number}>{counts.failed}</Table.Th>
          <Table.Th className={`${table.number} ${table.wide}`}>{facts.took}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} withCampaign={withCampaign} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function RunRow({ run, withCampaign }: { run: Run; withCampaign: boolean }) {
  const { counts, startedAt, finishedAt } = run;
  return (
    <Table.Tr>
      <Table.Td>
        <Link href={to.run(run.id)} className={table.link}>
          <Moment iso={startedAt} />
        </Link>
        {withCampaign && (
          <div className={table.narrow}>
            <CampaignOf syncId={run.syncId} />
          </div>
        )}
      </Table.Td>
      {withCampaign && (
        <Table.Td className={table.wide}>
          <CampaignOf syncId={run.syncId} />
        </Table.Td>
      )}
      <Table.Td>
        <RunBadge run={run} />
      </Table.Td>
      <Table.Td className={`${table.number} ${table.wide}`}>{number(counts.seen)}</Table.Td>
      <Table.Td className={`${table.number} ${table.wide}`}>{number(counts.linked)}</Table.Td>
      <Table.Td className={`${table.number} ${table.wide}`}>{number(counts.updated)}</Table.Td>
      <Table.Td className={table.number}>
        <Text span inherit c={counts.failed ? "red" : undefined} fw={counts.failed ? 600 : 400}>
          {number(counts.failed)}
        </Text>
      </Table.Td>
      <Table.Td className={`${table.number} ${table.wide}`}>
        {finishedAt ? span(startedAt, Date.parse(finishedAt)) : ""}
      </Table.Td>
    </Table.Tr>
  );
}

/** The campaign of a sync; one that was ended is named no more. */
function CampaignOf({ syncId }: { syncId: number }) {
  const sync = useSync(syncId).data;
  return useCampaign(sync?.campaignId ?? 0).data?.name ?? "";
}
