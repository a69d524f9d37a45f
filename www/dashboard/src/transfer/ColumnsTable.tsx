import { NativeSelect, Table, Text } from "@mantine/core";
import { FIELDS, type Field, type Kind } from "../data/transfer/kinds";
import { text } from "../text";
import table from "../ui/Table.module.css";
import type { Sheet } from "./sheet";
import classes from "./transfer.module.css";

interface Props {
  kind: Kind;
  sheet: Sheet;
  fields: readonly (Field | null)[];
  onFields: (fields: (Field | null)[]) => void;
}

/** Maps each column of the file to a field. A field has one column; choosing another one moves it. */
export function ColumnsTable({ kind, sheet, fields, onFields }: Props) {
  const words = text.transfer.columns;
  const choices = [
    { value: "", label: words.ignored },
    ...FIELDS[kind].map((field) => ({ value: field, label: text.transfer.fields[field] })),
  ];
  const choose = (place: number, value: string) => {
    const chosen = FIELDS[kind].find((field) => field === value) ?? null;
    onFields(
      fields.map((field, at) => {
        if (at === place) return chosen;
        return field === chosen ? null : field;
      }),
    );
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls with the keyboard.
    <section className={classes.scroll} aria-label={words.title} tabIndex={0}>
      <Table className={table.table} aria-label={words.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.column}</Table.Th>
            <Table.Th className={table.wide}>{words.example}</Table.Th>
            <Table.Th>{words.field}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {columnsOf(sheet).map(({ place, name, example }) => (
            <Table.Tr key={place}>
              <Table.Td className={classes.words}>{name}</Table.Td>
              <Table.Td className={`${table.wide} ${classes.example}`}>
                <Text c="dimmed" inherit truncate>
                  {example}
                </Text>
              </Table.Td>
              <Table.Td>
                <NativeSelect
                  size="xs"
                  aria-label={words.of(name)}
                  value={fields[place] ?? ""}
                  onChange={({ currentTarget }) => choose(place, currentTarget.value)}
                  data={choices}
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function columnsOf({ head, lines }: Sheet) {
  return head.map((name, place) => ({
    place,
    name: name || text.transfer.columns.unnamed(place + 1),
    example: lines.find(({ cells }) => cells[place])?.cells[place] ?? "",
  }));
}
