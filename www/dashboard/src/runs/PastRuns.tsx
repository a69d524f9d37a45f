import { Table, Text } from "@mantine/core";
import { Link } from "wouter";
import type { Run } from "../api/types";
import { number, span } from "../shell/format";
import { Loaded } from "../shell/Loaded";
import { Moment } from "../shell/Moment";
import { to } from "../shell/places";
import table from "../shell/Table.module.css";
import { text } from "../text";
import { useRuns } from "./queries";
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

function RunTable({ runs }: { runs: Run[] }) {
  const { columns, counts, facts, title } = text.runs;
  return (
    <Table className={table.table} aria-label={title} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{facts.started}</Table.Th>
          <Table.Th>{columns.state}</Table.Th>
          <Table.Th className={table.number}>{columns.seen}</Table.Th>
          <Table.Th className={`${table.number} ${table.wide}`}>{counts.linked}</Table.Th>
          <Table.Th className={`${table.number} ${table.wide}`}>{counts.updated}</Table.Th>
          <Table.Th className={table.number}>{counts.failed}</Table.Th>
          <Table.Th className={`${table.number} ${table.wide}`}>{facts.took}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function RunRow({ run }: { run: Run }) {
  const { counts, startedAt, finishedAt } = run;
  return (
    <Table.Tr>
      <Table.Td>
        <Link href={to.run(run.id)} className={table.link}>
          <Moment iso={startedAt} />
        </Link>
      </Table.Td>
      <Table.Td>
        <RunBadge run={run} />
      </Table.Td>
      <Table.Td className={table.number}>{number(counts.seen)}</Table.Td>
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
