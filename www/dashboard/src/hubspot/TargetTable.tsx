import { Badge, Select, Table } from "@mantine/core";
import { MODES, type Property } from "../data/types";
import { text } from "../text";
import table from "../ui/Table.module.css";
import classes from "./mapping.module.css";
import { PropertySelect } from "./PropertySelect";
import type { Target } from "./targets";

/** One value that Goodword can write, and the property that it is written to. */
interface TargetRow<Field extends string> {
  field: Field;
  name: string;
  target: Target;
  /** The properties that can hold the value. */
  properties: Property[];
  problem: string | null;
  required?: boolean;
}

interface Props<Field extends string> {
  label: string;
  /** Heads the column of the values. */
  from: string;
  rows: TargetRow<Field>[];
  onChange: (field: Field, target: Target) => void;
}

/** Maps values to HubSpot properties, each with its write mode. */
export function TargetTable<Field extends string>({ label, from, rows, onChange }: Props<Field>) {
  const words = text.wizard.properties;
  return (
    <Table className={`${table.table} ${classes.rows}`} aria-label={label} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="32%">{from}</Table.Th>
          <Table.Th>{words.to}</Table.Th>
          <Table.Th w="11rem">{words.mode}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Row key={row.field} {...row} onTarget={(target) => onChange(row.field, target)} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

type RowProps = Omit<TargetRow<string>, "field"> & { onTarget: (target: Target) => void };

function Row({ name, target, properties, problem, required = false, onTarget }: RowProps) {
  const words = text.wizard.properties;
  const mode = target?.mode ?? "always";
  const modes = MODES.filter((each) => !required || each !== "never" || mode === "never");
  return (
    <Table.Tr className={classes.rowTop}>
      <Table.Td>
        {name}
        {required && (
          <Badge ml="xs" size="sm" color="gray">
            {words.required}
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        <PropertySelect
          label={words.property(name)}
          placeholder={required ? text.wizard.fields.choose : words.none}
          properties={properties}
          value={target?.property ?? null}
          error={problem}
          clearable
          onChange={(property) => onTarget(property === null ? null : { property, mode })}
        />
      </Table.Td>
      <Table.Td>
        {target && (
          <Select
            aria-label={words.modeOf(name)}
            allowDeselect={false}
            value={mode}
            onChange={(value) =>
              onTarget({ ...target, mode: MODES.find((each) => each === value) ?? "always" })
            }
            data={modes.map((value) => ({ value, label: words.modes[value] }))}
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}
