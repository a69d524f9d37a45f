import { Switch } from "@mantine/core";
import { useId } from "react";
import { text } from "../text";

interface Props {
  checked: boolean;
  onChange: (ongoing: boolean) => void;
  /** What else there is to say about it. */
  note?: string | null;
  /** The campaign, where the toggle stands in a row whose head explains it. */
  of?: string | undefined;
}

/** The toggle itself. Its explanation is told after its name, not as a part of it. */
export function OngoingField({ checked, onChange, note, of }: Props) {
  const words = useId();
  if (of !== undefined) {
    return (
      <Switch
        aria-label={text.syncs.ongoingOf(of)}
        description={note}
        checked={checked}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
    );
  }
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
