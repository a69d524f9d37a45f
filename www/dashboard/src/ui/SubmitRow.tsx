import { Button, Group } from "@mantine/core";
import { text } from "../text";
import { ProblemNotice } from "./ProblemNotice";

interface Props {
  label: string;
  busy: boolean;
  /** Why the change failed, where no field says so. */
  error: unknown;
  disabled?: boolean;
  size?: "xs";
  /** The space above, outside of a stack. */
  mt?: "sm" | "lg";
  /** Without it there is no button to cancel. */
  onCancel?: (() => void) | undefined;
}

/** The end of a form: the failed change, and the buttons to submit and to cancel. */
export function SubmitRow({ label, busy, error, disabled = false, size, mt, onCancel }: Props) {
  const small = size ? { size } : {};
  return (
    <>
      {error ? <ProblemNotice error={error} /> : null}
      <Group gap="sm" {...(mt && { mt })}>
        <Button type="submit" loading={busy} disabled={disabled} {...small}>
          {label}
        </Button>
        {onCancel && (
          <Button variant="default" onClick={onCancel} {...small}>
            {text.common.cancel}
          </Button>
        )}
      </Group>
    </>
  );
}
