import { type Catalogue, REFERRED_BY_FIELDS, type ReferredByField } from "../../data/types";
import { TargetTable } from "../../hubspot/TargetTable";
import type { Target } from "../../hubspot/targets";
import { text } from "../../text";
import { canTake, type Targets } from "./mappings";

interface Props {
  targets: Targets;
  catalogue: Catalogue;
  problem: (field: ReferredByField) => string | null;
  onChange: (field: ReferredByField, target: Target) => void;
}

/** Maps each fact about the referrer to a property, with its write mode. */
export function ReferredByTable({ targets, catalogue, problem, onChange }: Props) {
  const words = text.referredBy;
  const properties = catalogue.properties.filter(canTake);
  const rows = REFERRED_BY_FIELDS.map((field) => ({
    field,
    name: words.fields[field],
    target: targets[field],
    properties,
    problem: problem(field),
  }));
  return <TargetTable label={words.table} from={words.from} rows={rows} onChange={onChange} />;
}
