import { Select, Text } from "@mantine/core";
import type { Property } from "../data/types";
import { text } from "../text";

interface Props {
  label: string;
  placeholder: string;
  /** Those that fit. */
  properties: Property[];
  value: string | null;
  error?: string | null;
  clearable?: boolean;
  onChange: (name: string | null) => void;
}

// What an open list draws at once; typing finds the others.
const MOST_SHOWN = 80;

export function PropertySelect(props: Props) {
  const { label, placeholder, properties, value, error, clearable = false, onChange } = props;
  const known = properties.some(({ name }) => name === value);
  const data = properties.map(({ name, label: shown }) => ({ value: name, label: shown }));
  // One that is gone is still what was chosen.
  if (value && !known) data.unshift({ value, label: value });
  return (
    <Select
      aria-label={label}
      placeholder={placeholder}
      searchable
      clearable={clearable}
      allowDeselect={clearable}
      limit={MOST_SHOWN}
      maxDropdownHeight={280}
      nothingFoundMessage={text.wizard.properties.nothingFits}
      data={data}
      value={value}
      onChange={onChange}
      error={error ?? false}
      filter={({ options, search }) => {
        const sought = search.trim().toLocaleLowerCase();
        return options.filter(
          (option) =>
            "value" in option &&
            `${option.label} ${option.value}`.toLocaleLowerCase().includes(sought),
        );
      }}
      renderOption={({ option }) => (
        <div>
          {option.label}
          <Text size="xs" c="dimmed">
            {option.value}
          </Text>
        </div>
      )}
    />
  );
}
