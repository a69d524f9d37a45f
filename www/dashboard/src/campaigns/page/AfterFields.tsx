import { Radio, TextInput } from "@mantine/core";
import { text } from "../../text";
import { Section } from "../../ui/Section";
import type { After } from "./draft";
import type { Parts } from "./parts";

/** Chooses what a visitor sees after the form. */
export function AfterFields({ draft, faults, onChange }: Parts) {
  const words = text.page.after;
  return (
    <Section title={words.title}>
      <Radio.Group
        aria-label={words.title}
        value={draft.after}
        onChange={(after) => onChange({ after: after as After })}
      >
        <Radio value="thankYou" label={words.thankYou} />
        <Radio mt="sm" value="destination" label={words.destination} description={words.hint} />
        <Radio mt="sm" value="address" label={words.address} description={words.hint} />
      </Radio.Group>
      {draft.after === "address" && (
        <TextInput
          mt="sm"
          label={words.url}
          placeholder={words.urlPlaceholder}
          type="url"
          value={draft.address}
          error={faults["page.after"] ?? false}
          onChange={({ currentTarget }) => onChange({ address: currentTarget.value })}
        />
      )}
    </Section>
  );
}
