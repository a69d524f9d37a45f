import { Alert, Checkbox, Radio, Text } from "@mantine/core";
import { useState } from "react";
import type { Catalogue } from "../data/types";
import { ConnectButton } from "../hubspot/ConnectButton";
import { text } from "../text";
import type { Draft } from "./draft";
import { ListPicker } from "./ListPicker";
import classes from "./wizard.module.css";

interface Props {
  draft: Draft;
  catalogue: Catalogue;
  onChange: (part: Partial<Draft>) => void;
}

export function AudienceChoice({ draft, catalogue, onChange }: Props) {
  const words = text.wizard.audience;
  const { lists, excludedLists } = draft;
  const readable = !catalogue.listsProblem;
  return (
    <>
      <Radio.Group
        aria-label={words.label}
        value={lists === null ? "all" : "some"}
        onChange={(value) => onChange({ lists: value === "all" ? null : (lists ?? []) })}
      >
        <div className={classes.choices}>
          <Radio value="all" label={words.all} description={words.allHint} />
          <Radio
            value="some"
            label={words.some}
            description={words.someHint}
            disabled={!readable && lists === null}
          />
        </div>
      </Radio.Group>
      {catalogue.listsProblem && <Forbidden reason={catalogue.listsProblem.reason} />}
      {readable && lists !== null && (
        <ListPicker
          label={words.included}
          lists={catalogue.lists}
          chosen={lists}
          onChange={(chosen) => onChange({ lists: chosen })}
        />
      )}
      {readable && (
        <Exclusion
          lists={catalogue.lists}
          chosen={excludedLists}
          onChange={(chosen) => onChange({ excludedLists: chosen })}
        />
      )}
    </>
  );
}

function Forbidden({ reason }: { reason: string }) {
  const words = text.wizard.audience.forbidden;
  const permission = reason === "permission";
  const said = permission ? words.permission : reason === "plan" ? words.plan : words.other;
  return (
    <Alert color="yellow" mt="md">
      <Text>{said}</Text>
      {permission && (
        <ConnectButton scopes="lists" size="xs" variant="default" mt="sm">
          {words.action}
        </ConnectButton>
      )}
    </Alert>
  );
}

interface ExclusionProps {
  lists: Catalogue["lists"];
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

function Exclusion({ lists, chosen, onChange }: ExclusionProps) {
  const words = text.wizard.audience;
  const [opened, setOpened] = useState(false);
  const shown = opened || chosen.length > 0;
  const toggle = (wanted: boolean) => {
    setOpened(wanted);
    if (!wanted) onChange([]);
  };
  return (
    <>
      <Checkbox
        mt="lg"
        mb="xs"
        label={words.exclude}
        checked={shown}
        onChange={({ currentTarget }) => toggle(currentTarget.checked)}
      />
      {shown && (
        <ListPicker label={words.excluded} lists={lists} chosen={chosen} onChange={onChange} />
      )}
    </>
  );
}
