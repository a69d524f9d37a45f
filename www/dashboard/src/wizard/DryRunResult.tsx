import { Table, Text, Title } from "@mantine/core";
import type { DryRun } from "../data/types";
import { text } from "../text";
import { number } from "../text/format";
import { Facts } from "../ui/Facts";
import table from "../ui/Table.module.css";
import classes from "./wizard.module.css";

const ORDER = ["linked", "updated", "unchanged", "skipped", "failed"] as const;

/** The result of a dry run: counts, and some contacts in detail. */
export function DryRunResult({ found: { counts, samples } }: { found: DryRun["found"] }) {
  const words = text.wizard.dryRun;
  return (
    <div role="status">
      <Facts facts={ORDER.map((name) => [words.counts[name], number(counts[name])])} />
      <Title order={3} className={classes.sub ?? ""}>
        {words.samples}
      </Title>
      {samples.length === 0 ? (
        <Text c="dimmed">{words.noSamples}</Text>
      ) : (
        <Samples samples={samples} />
      )}
    </div>
  );
}

function Samples({ samples }: { samples: DryRun["found"]["samples"] }) {
  const words = text.wizard.dryRun;
  return (
    <Table.ScrollContainer
      minWidth="34rem"
      type="native"
      tabIndex={0}
      role="region"
      aria-label={words.samples}
    >
      <Table className={table.table} aria-label={words.samples}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.contact}</Table.Th>
            <Table.Th>{words.property}</Table.Th>
            <Table.Th>{words.before}</Table.Th>
            <Table.Th>{words.after}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {samples.flatMap(({ contactId, name, before, after }) =>
            Object.entries(after).map(([property, value], index) => (
              <Table.Tr key={`${contactId} ${property}`}>
                <Table.Td>{index === 0 ? (name ?? text.users.unnamed(contactId)) : ""}</Table.Td>
                <Table.Td>{property}</Table.Td>
                <Table.Td c="dimmed">{before[property] ?? text.wizard.fields.empty}</Table.Td>
                <Table.Td>{value ?? text.wizard.fields.empty}</Table.Td>
              </Table.Tr>
            )),
          )}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
