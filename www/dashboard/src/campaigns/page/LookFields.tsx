import { ColorInput, Group, Switch, TextInput } from "@mantine/core";
import { text } from "../../text";
import { Section } from "../../ui/Section";
import type { Parts } from "./parts";

const SWATCHES = ["#156a7a", "#1f4fd8", "#6d28d9", "#b42c22", "#b45309", "#15803d", "#1d242c"];
const GROUNDS = ["#f4f2ed", "#ffffff", "#eef6f8", "#fdf0ef", "#1d242c", "#0e2a47"];

/** The logo, the colours, and whether the referrer is named. */
export function LookFields({ draft, faults, onChange }: Parts) {
  const words = text.page.look;
  return (
    <Section title={words.title}>
      <TextInput
        label={words.logo}
        description={words.logoHint}
        placeholder={words.logoPlaceholder}
        type="url"
        value={draft.logo}
        error={faults["page.logo"] ?? false}
        onChange={({ currentTarget }) => onChange({ logo: currentTarget.value })}
      />
      <Group mt="md" grow align="start">
        <ColorInput
          label={words.accent}
          description={words.colourHint}
          value={draft.accent}
          swatches={SWATCHES}
          withEyeDropper={false}
          onChange={(accent) => onChange({ accent })}
        />
        <ColorInput
          label={words.background}
          description={words.colourHint}
          value={draft.background}
          swatches={GROUNDS}
          withEyeDropper={false}
          onChange={(background) => onChange({ background })}
        />
      </Group>
      <Switch
        mt="lg"
        label={words.name}
        description={words.nameHint}
        checked={draft.showReferrer}
        onChange={({ currentTarget }) => onChange({ showReferrer: currentTarget.checked })}
      />
    </Section>
  );
}
