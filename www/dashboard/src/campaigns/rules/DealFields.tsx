import { MultiSelect, Select } from "@mantine/core";
import { text } from "../../text";
import type { FieldsProps } from "./PropertyFields";

interface Choice {
  value: string;
  label: string;
}

/** Chooses a pipeline and its stages. One without a known label is shown by its id. */
export function DealFields({ draft, catalogue, faults, onChange }: FieldsProps) {
  const words = text.rules.form;
  const pipelines = catalogue?.pipelines ?? [];
  const choices = pipelines.map(({ id, label }) => ({ value: id, label }));
  const stages = pipelines.find(({ id }) => id === draft.pipeline)?.stages ?? [];
  return (
    <>
      <Select
        label={words.pipeline}
        data={withChosen(choices, draft.pipeline ? [draft.pipeline] : [])}
        value={draft.pipeline}
        error={faults.pipeline}
        allowDeselect={false}
        disabled={choices.length === 0}
        onChange={(pipeline) => onChange({ pipeline, stages: [] })}
      />
      <MultiSelect
        label={words.stages}
        description={words.stagesHint}
        data={withChosen(
          stages.map(({ id, label }) => ({ value: id, label })),
          draft.stages,
        )}
        maxValues={20}
        value={draft.stages}
        error={faults.stages}
        disabled={!draft.pipeline}
        onChange={(chosen) => onChange({ stages: chosen })}
      />
    </>
  );
}

function withChosen(choices: Choice[], chosen: string[]): Choice[] {
  const gone = chosen.filter((id) => choices.every(({ value }) => value !== id));
  return [...choices, ...gone.map((id) => ({ value: id, label: id }))];
}
