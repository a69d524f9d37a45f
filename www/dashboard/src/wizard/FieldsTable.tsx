import { Select, Table, TextInput } from "@mantine/core";
import { INBOUND_FIELDS, type ReferrerField } from "../data/types";
import { canGive, fieldLabel, SUGGESTED } from "../hubspot/fields";
import mapping from "../hubspot/mapping.module.css";
import { PropertySelect } from "../hubspot/PropertySelect";
import { text } from "../text";
import table from "../ui/Table.module.css";
import type { Source } from "./draft";
import { type Setting, sourceOf, sourceProblem } from "./settings";
import classes from "./wizard.module.css";

interface Props {
  setting: Setting;
  onChange: (field: ReferrerField, source: Source) => void;
}

/** Maps a HubSpot property or a fixed text to each referrer field. */
export function FieldsTable({ setting, onChange }: Props) {
  const words = text.wizard.fields;
  return (
    <Table className={`${table.table} ${mapping.rows}`} aria-label={words.table} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="30%">{words.to}</Table.Th>
          <Table.Th>{words.from}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {INBOUND_FIELDS.map((field) => (
          <Table.Tr key={field} className={mapping.rowTop}>
            <Table.Td>{fieldLabel(field)}</Table.Td>
            <Table.Td>
              <SourceFields
                field={field}
                setting={setting}
                onChange={(source) => onChange(field, source)}
              />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

type Kind = "property" | "fixed" | "none";

interface SourceProps {
  field: ReferrerField;
  setting: Setting;
  onChange: (source: Source) => void;
}

function SourceFields({ field, setting, onChange }: SourceProps) {
  const words = text.wizard.fields;
  const source = sourceOf(setting, field);
  const kind: Kind = source === null ? "none" : "fixed" in source ? "fixed" : "property";
  // A fixed e-mail address would make all contacts the same person.
  const kinds: Kind[] = field === "email" ? ["property", "none"] : ["property", "fixed", "none"];
  const problem = sourceProblem(setting, field);
  const { properties } = setting.catalogue;
  const choose = (wanted: string | null) => {
    if (wanted === "none") onChange(null);
    else if (wanted === "fixed") onChange({ fixed: "" });
    else {
      const there = properties.some(({ name }) => name === SUGGESTED[field]);
      onChange({ property: there ? SUGGESTED[field] : "" });
    }
  };
  return (
    <div className={classes.source}>
      <Select
        aria-label={words.source(fieldLabel(field))}
        allowDeselect={false}
        value={kind}
        onChange={choose}
        data={kinds.map((value) => ({ value, label: words.kinds[value] }))}
      />
      {source && "property" in source && (
        <PropertySelect
          label={words.property(fieldLabel(field))}
          placeholder={words.choose}
          properties={properties.filter((each) => canGive(each, field))}
          value={source.property || null}
          error={problem}
          onChange={(name) => onChange({ property: name ?? "" })}
        />
      )}
      {source && "fixed" in source && (
        <TextInput
          aria-label={words.fixed(fieldLabel(field))}
          value={source.fixed}
          maxLength={200}
          error={problem}
          onChange={({ currentTarget }) => onChange({ fixed: currentTarget.value })}
        />
      )}
    </div>
  );
}
