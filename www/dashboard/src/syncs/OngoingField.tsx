import { Switch } from "@mantine/core";
import { useId } from "react";
import { text } from "../text";

interface Props {
  checked: boolean;
  onChange: (ongoing: boolean) => void;
  /** An additional note. */
  note?: string | null;
  /** The campaign, in a table row whose head explains the toggle. */
  of?: string | undefined;
}

/** The toggle. A screen reader reads its explanation after its name. */
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
