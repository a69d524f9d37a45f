import { Button, Group, SegmentedControl, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { text } from "../../text";
import { Section } from "../../ui/Section";
import { emptyTexts, languageName, type TextPart, type Texts, tagProblem } from "./draft";
import type { Parts } from "./parts";

interface Props extends Parts {
  /** The texts of the language being edited. */
  present: Texts | undefined;
  onPresent: (language: string) => void;
}

/** Edits the texts of the page, one language at a time. */
export function TextFields({ draft, faults, present, onChange, onPresent }: Props) {
  const words = text.page.texts;
  const change = (changed: Texts) =>
    onChange({
      texts: draft.texts.map((each) => (each.language === changed.language ? changed : each)),
    });
  return (
    <Section title={words.title}>
      {present ? (
        <>
          <Group mb="xs" justify="space-between">
            <SegmentedControl
              aria-label={words.languages}
              data={draft.texts.map(({ language }) => ({
                value: language,
                label: languageName(language),
              }))}
              value={present.language}
              onChange={onPresent}
            />
            <Button
              variant="subtle"
              color="gray"
              onClick={() => onChange({ texts: draft.texts.filter((each) => each !== present) })}
            >
              {words.remove(languageName(present.language))}
            </Button>
          </Group>
          <Text c="dimmed" size="sm" mb="md">
            {draft.texts.length > 1 ? `${words.first} ${words.empty}` : words.empty}
          </Text>
          <Lines present={present} onChange={change} />
        </>
      ) : (
        <Text c="dimmed" mb="md">
          {words.none}
        </Text>
      )}
      {faults["page.texts"] && (
        <Text c="var(--mantine-color-error)" mt="sm" role="alert">
          {faults["page.texts"]}
        </Text>
      )}
      <NewLanguage
        there={draft.texts}
        onAdd={(language) => {
          onChange({ texts: [...draft.texts, emptyTexts(language)] });
          onPresent(language);
        }}
      />
    </Section>
  );
}

function Lines({ present, onChange }: { present: Texts; onChange: (changed: Texts) => void }) {
  const words = text.page.texts;
  const field = (part: TextPart, usual = "") => ({
    label: words[part],
    placeholder: usual,
    mt: "md",
    value: present[part],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      onChange({ ...present, [part]: currentTarget.value }),
  });
  return (
    <>
      <TextInput {...field("headline", words.usual.headline)} description={words.headlineHint} />
      <Textarea {...field("offer", words.usual.offer)} autosize minRows={3} />
      <TextInput {...field("button", words.usual.button)} />
      <Textarea {...field("consent")} description={words.consentHint} autosize minRows={2} />
      <TextInput {...field("thanksTitle", words.usual.thanksTitle)} />
      <Textarea {...field("thanks", words.usual.thanks)} autosize minRows={2} />
    </>
  );
}

function NewLanguage({ there, onAdd }: { there: Texts[]; onAdd: (tag: string) => void }) {
  const words = text.page.texts;
  const [tag, setTag] = useState("");
  const [problem, setProblem] = useState<"bad" | "taken" | null>(null);
  const add = () => {
    const found = tagProblem(tag.trim(), there);
    setProblem(found);
    if (found) return;
    onAdd(tag.trim());
    setTag("");
  };
  return (
    <Group mt="lg" align="flex-end" gap="sm">
      <TextInput
        label={words.add}
        description={words.addHint}
        maw="14rem"
        value={tag}
        error={problem ? { bad: words.addBad, taken: words.addTaken }[problem] : false}
        onChange={({ currentTarget }) => setTag(currentTarget.value)}
        onKeyDown={({ key }) => {
          if (key === "Enter") add();
        }}
      />
      <Button variant="default" onClick={add}>
        {words.addButton}
      </Button>
    </Group>
  );
}
