import { Table, Text, Title } from "@mantine/core";
import { text } from "../text";
import { number } from "../text/format";
import table from "../ui/Table.module.css";
import classes from "./transfer.module.css";

interface LineProblem {
  /** The number of the line in the file. */
  number: number;
  why: string;
}

/** The most lines shown. The file of refused lines has all of them. */
const SHOWN = 50;

/** A table of lines, each with its problem. */
export function LineProblems({ title, lines }: { title: string; lines: LineProblem[] }) {
  const words = text.transfer.problems;
  return (
    <>
      <Title order={3} mt="lg" mb="xs">
        {title}
      </Title>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls with the keyboard. */}
      <section className={classes.scroll} aria-label={title} tabIndex={0}>
        <Table className={table.table} aria-label={title}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={table.number}>{words.line}</Table.Th>
              <Table.Th>{words.what}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.slice(0, SHOWN).map(({ number: line, why }) => (
              <Table.Tr key={line}>
                <Table.Td className={table.number}>{number(line)}</Table.Td>
                <Table.Td className={classes.words}>{why}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
      {lines.length > SHOWN && (
        <Text c="dimmed" mt="xs">
          {words.more(lines.length - SHOWN)}
        </Text>
      )}
    </>
  );
}
