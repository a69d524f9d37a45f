import { Box, Button } from "@mantine/core";
import { useMakeProperties } from "../data/catalogue";
import { OUTBOUND_FIELDS, type ReferralField } from "../data/types";
import { text } from "../text";
import { ProblemNotice } from "../ui/ProblemNotice";
import { type Setting, targetOf } from "./settings";
import classes from "./wizard.module.css";

interface Props {
  setting: Setting;
  /** These rows are to take Goodword's own properties as soon as they are there. */
  onMade: (fields: ReferralField[]) => void;
}

/** Makes Goodword's own properties for whatever is not mapped yet. */
export function MakeProperties({ setting, onMade }: Props) {
  const words = text.wizard.properties;
  const make = useMakeProperties(setting.campaignId);
  const open = OUTBOUND_FIELDS.filter((field) => targetOf(setting, field) === null);
  const busy = make.isPending || (make.isSuccess && setting.catalogue.refreshing);
  if (open.length === 0 && !busy) return null;
  return (
    <>
      <div className={classes.own}>
        <span className={classes.ownHint} role="status">
          {busy ? words.creating : words.createHint}
        </span>
        <Button
          variant="light"
          loading={busy}
          onClick={() => make.mutate(open, { onSuccess: () => onMade(open) })}
        >
          {words.create}
        </Button>
      </div>
      {make.isError && (
        <Box mt="sm">
          <ProblemNotice error={make.error} />
        </Box>
      )}
    </>
  );
}
