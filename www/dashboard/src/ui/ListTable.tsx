import { Table, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import table from "./Table.module.css";

export interface Column<Item> {
  head: string;
  cell: (item: Item, index: number) => ReactNode;
  /** Is left out on a narrow screen. */
  wide?: boolean;
  number?: boolean;
  /** Is read out, but not drawn. */
  headHidden?: boolean;
  className?: string | undefined;
}

interface Props<Item> {
  label: string;
  columns: Column<Item>[];
  items: readonly Item[];
  keyOf: (item: Item) => string | number;
  /** Another page of the list is being fetched. */
  stale?: boolean;
  highlight?: boolean;
  /** The head and the buttons of the last column. */
  actions?: { head: string; of: (item: Item) => ReactNode };
  gap?: "xl";
}

/** A list as a table, one row an item. */
export function ListTable<Item>(props: Props<Item>) {
  const { label, columns, items, keyOf, stale = false, highlight = false, actions, gap } = props;
  return (
    <Table
      className={classesOf(table.table, stale && table.stale)}
      aria-label={label}
      aria-busy={stale}
      highlightOnHover={highlight}
      mb={gap}
    >
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column.head} className={placeOf(column)}>
              {column.headHidden ? <VisuallyHidden>{column.head}</VisuallyHidden> : column.head}
            </Table.Th>
          ))}
          {actions && (
            <Table.Th>
              <VisuallyHidden>{actions.head}</VisuallyHidden>
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((item, index) => (
          <Table.Tr key={keyOf(item)}>
            {columns.map((column) => (
              <Table.Td key={column.head} className={classesOf(placeOf(column), column.className)}>
                {column.cell(item, index)}
              </Table.Td>
            ))}
            {actions && (
              <Table.Td className={table.actions}>
                <div>{actions.of(item)}</div>
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

const placeOf = <Item,>({ wide, number }: Column<Item>): string =>
  classesOf(number && table.number, wide && table.wide);

const classesOf = (...names: (string | false | undefined)[]): string =>
  names.filter(Boolean).join(" ");
