import { Box, Input, Select, TagsInput, TextInput } from "@mantine/core";
import type { Catalogue } from "../../data/types";
import { PropertySelect } from "../../hubspot/PropertySelect";
import { text } from "../../text";
import { type Draft, type Faults, TESTS } from "./rules";

export interface FieldsProps {
  draft: Draft;
  catalogue: Catalogue | undefined;
  /** The faults to show, by field. */
  faults: Faults;
  onChange: (part: Partial<Draft>) => void;
}

/** Chooses a property and its required value. */
export function PropertyFields({ draft, catalogue, faults, onChange }: FieldsProps) {
  const words = text.rules.form;
  return (
    <>
      <Input.Wrapper label={words.property} labelElement="div">
        <Box mt={4}>
          <PropertySelect
            label={words.property}
            placeholder={words.propertyPlaceholder}
            properties={catalogue?.properties ?? []}
            value={draft.property}
            error={faults.property ?? null}
            onChange={(property) => onChange({ property })}
          />
        </Box>
      </Input.Wrapper>
      <Select
        label={words.test}
        data={TESTS.map((value) => ({ value, label: words.tests[value] }))}
        value={draft.test}
        allowDeselect={false}
        onChange={(value) => onChange({ test: TESTS.find((each) => each === value) ?? "equals" })}
      />
      {draft.test === "equals" && (
        <TextInput
          label={words.value}
          value={draft.value}
          error={faults.value}
          onChange={({ currentTarget }) => onChange({ value: currentTarget.value })}
        />
      )}
      {draft.test === "anyOf" && (
        <TagsInput
          label={words.values}
          description={words.valuesHint}
          maxTags={20}
          value={draft.values}
          error={faults.values}
          onChange={(values) => onChange({ values })}
        />
      )}
      {draft.test === "atLeast" && (
        <TextInput
          label={words.amount}
          inputMode="decimal"
          value={draft.amount}
          error={faults.amount}
          onChange={({ currentTarget }) => onChange({ amount: currentTarget.value })}
        />
      )}
    </>
  );
}
