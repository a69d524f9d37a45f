import { Box, Button } from "@mantine/core";
import { text } from "../text";
import { ProblemNotice } from "../ui/ProblemNotice";
import classes from "./mapping.module.css";

interface Props {
  /** The number of rows without a property. */
  open: number;
  hint: string;
  busy: boolean;
  error: unknown;
  onMake: () => void;
}

/** Offers to create Goodword's own properties for the rows that have none. */
export function MakeProperties({ open, hint, busy, error, onMake }: Props) {
  const words = text.wizard.properties;
  if (open === 0 && !busy) return null;
  return (
    <>
      <div className={classes.own}>
        <span className={classes.ownHint} role="status">
          {busy ? words.creating : hint}
        </span>
        <Button variant="light" loading={busy} onClick={onMake}>
          {words.create}
        </Button>
      </div>
      {error ? (
        <Box mt="sm">
          <ProblemNotice error={error} />
        </Box>
      ) : null}
    </>
  );
}
