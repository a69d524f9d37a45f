import { Button, Checkbox, Fieldset, Select, Text, Textarea, TextInput } from "@mantine/core";
import { useCatalogue } from "../../data/catalogue";
import { FIELD_KINDS, type Property } from "../../data/types";
import { text } from "../../text";
import { Section } from "../../ui/Section";
import {
  labelOf,
  MOST_QUESTIONS,
  type Question,
  type Texts,
  withLabel,
  withoutQuestion,
  withQuestion,
} from "./draft";
import type { Parts } from "./parts";

interface Props extends Parts {
  /** The texts of the language being edited. */
  present: Texts | undefined;
}

/** Edits the questions of the form beyond first name and e-mail address. */
export function QuestionFields({ draft, faults, present, onChange }: Props) {
  const words = text.page.questions;
  const properties = useCatalogue().data?.properties ?? [];
  const { questions } = draft;
  const change = (changed: Question) =>
    onChange({ questions: questions.map((each) => (each.key === changed.key ? changed : each)) });
  const name = (key: string, label: string) =>
    onChange({
      texts: draft.texts.map((each) => (each === present ? withLabel(each, key, label) : each)),
    });
  return (
    <Section title={words.title}>
      <Text c="dimmed" mb="md">
        {words.always}
      </Text>
      {questions.map((question, index) => (
        <One
          key={question.key}
          number={index + 1}
          question={question}
          label={present ? labelOf(present, question.key) : ""}
          properties={properties}
          onLabel={(label) => name(question.key, label)}
          onChange={change}
          onRemove={() => onChange(withoutQuestion(draft, question.key))}
        />
      ))}
      {faults["page.fields"] && (
        <Text c="var(--mantine-color-error)" mb="sm" role="alert">
          {faults["page.fields"]}
        </Text>
      )}
      <Button
        variant="default"
        disabled={questions.length >= MOST_QUESTIONS}
        onClick={() => onChange(withQuestion(draft))}
      >
        {words.add}
      </Button>
      {questions.length >= MOST_QUESTIONS && (
        <Text c="dimmed" mt="xs">
          {words.most}
        </Text>
      )}
    </Section>
  );
}

interface OneProps {
  number: number;
  question: Question;
  label: string;
  properties: Property[];
  onLabel: (label: string) => void;
  onChange: (changed: Question) => void;
  onRemove: () => void;
}

function One(props: OneProps) {
  const { number, question, label, properties, onLabel, onChange, onRemove } = props;
  const words = text.page.questions;
  const writable = properties.filter((property) => property.writable && property.name !== "email");
  const known = writable.some(({ name }) => name === question.property);
  const gone = question.property && !known ? [question.property] : [];
  return (
    <Fieldset legend={words.question(number)} mb="md">
      <TextInput
        label={words.label}
        value={label}
        placeholder={question.key}
        onChange={({ currentTarget }) => onLabel(currentTarget.value)}
      />
      <Select
        mt="sm"
        label={words.kind}
        data={FIELD_KINDS.map((kind) => ({ value: kind, label: words.kinds[kind] }))}
        value={question.kind}
        allowDeselect={false}
        onChange={(kind) => {
          const chosen = FIELD_KINDS.find((each) => each === kind);
          if (chosen) onChange({ ...question, kind: chosen });
        }}
      />
      {question.kind === "choice" && (
        <Textarea
          mt="sm"
          label={words.options}
          autosize
          minRows={2}
          value={question.options.join("\n")}
          onChange={({ currentTarget }) =>
            onChange({ ...question, options: currentTarget.value.split("\n") })
          }
        />
      )}
      <Select
        mt="sm"
        label={words.property}
        description={words.propertyHint}
        placeholder={words.propertyNone}
        searchable
        clearable
        limit={80}
        data={[
          ...gone.map((name) => ({ value: name, label: name })),
          ...writable.map(({ name, label: shown }) => ({ value: name, label: shown })),
        ]}
        value={question.property}
        onChange={(property) => onChange({ ...question, property })}
      />
      <Checkbox
        mt="md"
        label={words.required}
        checked={question.required}
        onChange={({ currentTarget }) => onChange({ ...question, required: currentTarget.checked })}
      />
      <Button mt="sm" size="xs" variant="subtle" color="red" onClick={onRemove}>
        {words.remove(number)}
      </Button>
    </Fieldset>
  );
}
