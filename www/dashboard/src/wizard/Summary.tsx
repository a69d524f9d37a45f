import { Anchor, Table } from "@mantine/core";
import { Link } from "wouter";
import { type Step, to } from "../places/places";
import { text } from "../text";
import table from "../ui/Table.module.css";

interface Props {
  campaignId: number;
  /** Each row: its step, its name, and the choice. */
  rows: [step: Step, name: string, value: string][];
}

/** Sums up the choices, each with a link back to its step. */
export function Summary({ campaignId, rows }: Props) {
  const words = text.wizard.start;
  return (
    <Table className={table.table} aria-label={words.title}>
      <Table.Tbody>
        {rows.map(([step, name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" w="9.5rem">
              {name}
            </Table.Th>
            <Table.Td>{value}</Table.Td>
            <Table.Td className={table.number}>
              <Anchor
                component={Link}
                href={to.sync(campaignId, step)}
                inherit
                aria-label={`${words.edit}: ${name}`}
              >
                {words.edit}
              </Anchor>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
