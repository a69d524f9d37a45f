import { Badge, Select, Table } from "@mantine/core";
import { MODES, OUTBOUND_FIELDS, type ReferralField } from "../data/types";
import { canTake, fieldLabel } from "../hubspot/fields";
import { PropertySelect } from "../hubspot/PropertySelect";
import { text } from "../text";
import table from "../ui/Table.module.css";
import type { Target } from "./draft";
import { type Setting, targetOf, targetProblem } from "./settings";
import classes from "./wizard.module.css";

interface Props {
  setting: Setting;
  onChange: (field: ReferralField, target: Target) => void;
}

/** Each piece of referral data, the property that it is written to, and when. */
export function PropertiesTable({ setting, onChange }: Props) {
  const words = text.wizard.properties;
  return (
    <Table className={`${table.table} ${classes.rows}`} aria-label={words.table} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="32%">{words.from}</Table.Th>
          <Table.Th>{words.to}</Table.Th>
          <Table.Th w="11rem">{words.mode}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {OUTBOUND_FIELDS.map((field) => (
          <TargetRow
            key={field}
            field={field}
            setting={setting}
            onChange={(target) => onChange(field, target)}
          />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface RowProps {
  field: ReferralField;
  setting: Setting;
  onChange: (target: Target) => void;
}

function TargetRow({ field, setting, onChange }: RowProps) {
  const words = text.wizard.properties;
  const target = targetOf(setting, field);
  const required = field === "referralLink";
  const mode = target?.mode ?? "always";
  return (
    <Table.Tr className={classes.rowTop}>
      <Table.Td>
        {fieldLabel(field)}
        {required && (
          <Badge ml="xs" size="sm" color="gray">
            {words.required}
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        <PropertySelect
          label={words.property(fieldLabel(field))}
          placeholder={required ? text.wizard.fields.choose : words.none}
          properties={setting.catalogue.properties.filter((each) => canTake(each, field))}
          value={target?.property ?? null}
          // That nothing is chosen yet is said once, at the foot.
          error={target && targetProblem(setting, field)}
          clearable
          onChange={(property) => onChange(property === null ? null : { property, mode })}
        />
      </Table.Td>
      <Table.Td>
        {target && (
          <Select
            aria-label={words.modeOf(fieldLabel(field))}
            allowDeselect={false}
            value={mode}
            onChange={(value) =>
              onChange({ ...target, mode: MODES.find((each) => each === value) ?? "always" })
            }
            data={MODES.filter((each) => !required || each !== "never" || mode === "never").map(
              (value) => ({ value, label: words.modes[value] }),
            )}
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}
