import type { ReferralField } from "../data/types";
import { ownProperty } from "../hubspot/fields";
import { text } from "../text";
import type { Draft, Touched } from "./draft";
import { OwnProperties } from "./OwnProperties";
import { PropertiesTable } from "./PropertiesTable";
import { StepFoot } from "./StepFoot";
import { StepSection } from "./StepSection";
import type { StepProps } from "./steps";

export function PropertiesStep({ setting, problem, change, onNext, onBack }: StepProps) {
  const words = text.wizard.properties;
  /** Maps Goodword's own properties in the rows that are empty by now. Without an entry, a row suggests its own. */
  const withOwn = (draft: Draft, fields: ReferralField[]): Touched => {
    const empty = fields.filter((field) => draft.outbound[field] === null);
    const own = (field: ReferralField) => ownProperty(setting.campaignId, field);
    const rows = empty.map((field) => [field, { property: own(field), mode: "always" as const }]);
    return { outbound: Object.fromEntries(rows) };
  };
  return (
    <StepSection title={words.title} body={words.body}>
      <PropertiesTable
        setting={setting}
        onChange={(field, target) => change({ outbound: { [field]: target } })}
      />
      <OwnProperties
        setting={setting}
        onMade={(fields) => change((draft) => withOwn(draft, fields))}
      />
      <StepFoot onBack={onBack} onNext={onNext} problem={problem} />
    </StepSection>
  );
}
