import { Select, Text } from "@mantine/core";
import type { Property } from "../data/types";
import { text } from "../text";

interface Props {
  label: string;
  placeholder: string;
  /** The properties that fit. */
  properties: Property[];
  value: string | null;
  error?: string | null;
  clearable?: boolean;
  onChange: (name: string | null) => void;
}

// The most options that an open list shows. Typing finds the others.
const MOST_SHOWN = 80;

export function PropertySelect(props: Props) {
  const { label, placeholder, properties, value, error, clearable = false, onChange } = props;
  const known = properties.some(({ name }) => name === value);
  const data = properties.map(({ name, label: shown }) => ({ value: name, label: shown }));
  // A removed property stays visible as the choice.
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
