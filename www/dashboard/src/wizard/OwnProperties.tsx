import { useMakeProperties } from "../data/catalogue";
import { OUTBOUND_FIELDS, type ReferralField } from "../data/types";
import { MakeProperties } from "../hubspot/MakeProperties";
import { text } from "../text";
import { type Setting, targetOf } from "./settings";

interface Props {
  setting: Setting;
  /** Is called with the rows that take Goodword's own properties as soon as these exist. */
  onMade: (fields: ReferralField[]) => void;
}

/** Offers Goodword's own properties for the rows that have none. */
export function OwnProperties({ setting, onMade }: Props) {
  const make = useMakeProperties(setting.campaignId);
  const open = OUTBOUND_FIELDS.filter((field) => targetOf(setting, field) === null);
  return (
    <MakeProperties
      open={open.length}
      hint={text.wizard.properties.createHint}
      busy={make.isPending || (make.isSuccess && setting.catalogue.refreshing)}
      error={make.error}
      onMake={() => make.mutate(open, { onSuccess: () => onMade(open) })}
    />
  );
}
