import { OUTBOUND_FIELDS, type ReferralField } from "../data/types";
import { canTake, fieldLabel } from "../hubspot/fields";
import { TargetTable } from "../hubspot/TargetTable";
import type { Target } from "../hubspot/targets";
import { text } from "../text";
import { type Setting, targetOf, targetProblem } from "./settings";

interface Props {
  setting: Setting;
  onChange: (field: ReferralField, target: Target) => void;
}

/** Maps each piece of referral data to a property, with its write mode. */
export function PropertiesTable({ setting, onChange }: Props) {
  const words = text.wizard.properties;
  const rows = OUTBOUND_FIELDS.map((field) => {
    const target = targetOf(setting, field);
    return {
      field,
      name: fieldLabel(field),
      target,
      properties: setting.catalogue.properties.filter((each) => canTake(each, field)),
      // The foot of the step already says that nothing is chosen yet.
      problem: target && targetProblem(setting, field),
      required: field === "referralLink",
    };
  });
  return <TargetTable label={words.table} from={words.from} rows={rows} onChange={onChange} />;
}
