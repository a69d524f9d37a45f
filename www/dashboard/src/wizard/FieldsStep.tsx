import { text } from "../text";
import { FieldsTable } from "./FieldsTable";
import { PreviewTable } from "./PreviewTable";
import { StepFoot } from "./StepFoot";
import { StepSection } from "./StepSection";
import type { StepProps } from "./steps";

export function FieldsStep({ setting, problem, change, onNext, onBack }: StepProps) {
  const words = text.wizard.fields;
  return (
    <StepSection title={words.title} body={words.body}>
      <FieldsTable
        setting={setting}
        onChange={(field, source) => change({ inbound: { [field]: source } })}
      />
      <PreviewTable setting={setting} />
      <StepFoot onBack={onBack} onNext={onNext} problem={problem} />
    </StepSection>
  );
}
