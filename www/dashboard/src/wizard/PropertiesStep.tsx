import { OUTBOUND_FIELDS, type ReferralField } from "../data/types";
import { text } from "../text";
import type { Draft } from "./draft";
import { OwnProperties } from "./OwnProperties";
import { PropertiesTable } from "./PropertiesTable";
import { StepFoot } from "./StepFoot";
import { StepSection } from "./StepSection";
import type { StepProps } from "./steps";

export function PropertiesStep({ setting, problem, change, onNext, onBack }: StepProps) {
  const words = text.wizard.properties;
  const { outbound } = setting.draft;
  return (
    <StepSection title={words.title} body={words.body}>
      <PropertiesTable
        setting={setting}
        onChange={(field, target) => change({ outbound: { ...outbound, [field]: target } })}
      />
      <OwnProperties
        setting={setting}
        onMade={(fields) => change({ outbound: without(outbound, fields) })}
      />
      <StepFoot onBack={onBack} onNext={onNext} problem={problem} />
    </StepSection>
  );
}

/** Resets some rows to the state before anybody changed them. */
function without(outbound: Draft["outbound"], fields: ReferralField[]): Draft["outbound"] {
  const kept = OUTBOUND_FIELDS.filter((field) => !fields.includes(field) && field in outbound);
  return Object.fromEntries(kept.map((field) => [field, outbound[field] ?? null]));
}
