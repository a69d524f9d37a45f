import { Text, Title } from "@mantine/core";
import { useId } from "react";
import { text } from "../text";
import { FieldsTable } from "./FieldsTable";
import { PreviewTable } from "./PreviewTable";
import { StepFoot } from "./StepFoot";
import type { StepProps } from "./steps";

export function FieldsStep({ setting, problem, change, onNext, onBack }: StepProps) {
  const words = text.wizard.fields;
  const title = useId();
  return (
    <section aria-labelledby={title}>
      <Title order={2} id={title}>
        {words.title}
      </Title>
      <Text c="dimmed" mt={4} mb="lg">
        {words.body}
      </Text>
      <FieldsTable
        setting={setting}
        onChange={(field, source) =>
          change({ inbound: { ...setting.draft.inbound, [field]: source } })
        }
      />
      <PreviewTable setting={setting} />
      <StepFoot onBack={onBack} onNext={onNext} problem={problem} />
    </section>
  );
}
