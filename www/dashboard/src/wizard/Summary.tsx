import { Anchor, Table } from "@mantine/core";
import { Link } from "wouter";
import { type Step, to } from "../places/places";
import { text } from "../text";
import table from "../ui/Table.module.css";

interface Props {
  campaignId: number;
  /** The step that each was chosen in, what it is, and what was chosen. */
  rows: [step: Step, name: string, value: string][];
}

/** What was chosen, each with the way back to it. */
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
