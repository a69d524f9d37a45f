import { Box, Button } from "@mantine/core";
import type { Catalogue, ReferredByField } from "../../api/types";
import { useMakeReferredByProperties } from "../../hubspot/queries";
import { ProblemNotice } from "../../shell/ProblemNotice";
import { text } from "../../text";
import classes from "../../wizard/wizard.module.css";

interface Props {
  catalogue: Catalogue;
  /** The rows that have no property yet. */
  open: ReferredByField[];
  /** These rows are to take Goodword's own properties. */
  onMade: (fields: ReferredByField[]) => void;
}

/** Makes Goodword's own properties for whatever is not mapped yet. */
export function MakeProperties({ catalogue, open, onMade }: Props) {
  const words = text.wizard.properties;
  const make = useMakeReferredByProperties();
  const busy = make.isPending || (make.isSuccess && catalogue.refreshing);
  if (open.length === 0 && !busy) return null;
  return (
    <>
      <div className={classes.own}>
        <span className={classes.ownHint} role="status">
          {busy ? words.creating : text.referredBy.createHint}
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
