import { Switch } from "@mantine/core";
import { useId } from "react";
import { text } from "../text";

interface Props {
  checked: boolean;
  onChange: (ongoing: boolean) => void;
  /** What else there is to say about it. */
  note?: string | null;
}

/** The toggle itself. Its explanation is told after its name, not as a part of it. */
export function OngoingField({ checked, onChange, note }: Props) {
  const words = useId();
  return (
    <Switch
      label={text.syncs.ongoing}
      aria-label={text.syncs.ongoing}
      aria-describedby={words}
      description={
        <span id={words}>{[text.syncs.ongoingBody, note].filter(Boolean).join(" ")}</span>
      }
      checked={checked}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  );
}
