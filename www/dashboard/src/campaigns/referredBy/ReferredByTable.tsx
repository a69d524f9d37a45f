import { Select, Table } from "@mantine/core";
import { type Catalogue, MODES, REFERRED_BY_FIELDS, type ReferredByField } from "../../data/types";
import { PropertySelect } from "../../hubspot/PropertySelect";
import { text } from "../../text";
import table from "../../ui/Table.module.css";
import classes from "../../wizard/wizard.module.css";
import { canTake, type Target, type Targets } from "./mappings";

interface Props {
  targets: Targets;
  catalogue: Catalogue;
  problem: (field: ReferredByField) => string | null;
  onChange: (field: ReferredByField, target: Target) => void;
}

/** What can be told of who referred somebody, the property that it is written to, and when. */
export function ReferredByTable({ targets, catalogue, problem, onChange }: Props) {
  const words = text.wizard.properties;
  const names = text.referredBy.fields;
  return (
    <Table
      className={`${table.table} ${classes.rows}`}
      aria-label={text.referredBy.table}
      layout="fixed"
    >
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="32%">{text.referredBy.from}</Table.Th>
          <Table.Th>{words.to}</Table.Th>
          <Table.Th w="11rem">{words.mode}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {REFERRED_BY_FIELDS.map((field) => {
          const target = targets[field];
          return (
            <Table.Tr key={field} className={classes.rowTop}>
              <Table.Td>{names[field]}</Table.Td>
              <Table.Td>
                <PropertySelect
                  label={words.property(names[field])}
                  placeholder={words.none}
                  properties={catalogue.properties.filter(canTake)}
                  value={target?.property ?? null}
                  error={problem(field)}
                  clearable
                  onChange={(property) =>
                    onChange(
                      field,
                      property === null ? null : { property, mode: target?.mode ?? "always" },
                    )
                  }
                />
              </Table.Td>
              <Table.Td>
                {target && (
                  <Select
                    aria-label={words.modeOf(names[field])}
                    allowDeselect={false}
                    value={target.mode}
                    onChange={(value) =>
                      onChange(field, {
                        ...target,
                        mode: MODES.find((each) => each === value) ?? "always",
                      })
                    }
                    data={MODES.map((value) => ({ value, label: words.modes[value] }))}
                  />
                )}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
