import { Text, Title } from "@mantine/core";
import { useId } from "react";
import { OUTBOUND_FIELDS, type ReferralField } from "../data/types";
import { text } from "../text";
import type { Draft } from "./draft";
import { OwnProperties } from "./OwnProperties";
import { PropertiesTable } from "./PropertiesTable";
import { StepFoot } from "./StepFoot";
import type { StepProps } from "./steps";

export function PropertiesStep({ setting, problem, change, onNext, onBack }: StepProps) {
  const words = text.wizard.properties;
  const title = useId();
  const { outbound } = setting.draft;
  return (
    <section aria-labelledby={title}>
      <Title order={2} id={title}>
        {words.title}
      </Title>
      <Text c="dimmed" mt={4} mb="lg">
        {words.body}
      </Text>
      <PropertiesTable
        setting={setting}
        onChange={(field, target) => change({ outbound: { ...outbound, [field]: target } })}
      />
      <OwnProperties
        setting={setting}
        onMade={(fields) => change({ outbound: without(outbound, fields) })}
      />
      <StepFoot onBack={onBack} onNext={onNext} problem={problem} />
    </section>
  );
}

/** The rows but some, which become as if nobody had touched them. */
function without(outbound: Draft["outbound"], fields: ReferralField[]): Draft["outbound"] {
  const kept = OUTBOUND_FIELDS.filter((field) => !fields.includes(field) && field in outbound);
  return Object.fromEntries(kept.map((field) => [field, outbound[field] ?? null]));
}
