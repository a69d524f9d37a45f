import { Alert, Drawer, NumberInput, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useCatalogue } from "../../data/catalogue";
import type { Campaign, Rule } from "../../data/types";
import { ConnectButton } from "../../hubspot/ConnectButton";
import { text } from "../../text";
import { SubmitRow } from "../../ui/SubmitRow";
import { DealFields } from "./DealFields";
import { PropertyFields } from "./PropertyFields";
import { type Draft, draftOf, faultsOf, KINDS, LONGEST_HOLD, withDraft } from "./rules";
import { Trial } from "./Trial";

interface Props {
  campaign: Campaign;
  /** The rule to edit; `null` for a new one. */
  rule: Rule | null;
  busy: boolean;
  error: unknown;
  onSubmit: (rules: Rule[]) => void;
  onClose: () => void;
}

/** Creates or changes a rule. A person can try it on a contact before saving. */
export default function RulePanel({ campaign, rule, busy, error, onSubmit, onClose }: Props) {
  const words = text.rules.form;
  const catalogue = useCatalogue().data;
  const [draft, setDraft] = useState<Draft>(() => draftOf(rule));
  const [tried, setTried] = useState(false);
  const change = (part: Partial<Draft>) => setDraft((present) => ({ ...present, ...part }));
  const faults = faultsOf(draft);
  const sound = Object.keys(faults).length === 0;
  // Faults are shown only after the first attempt to go on.
  const shown = tried ? faults : {};
  const { kind } = draft;
  const forbidden = kind === "dealStage" ? (catalogue?.pipelinesProblem?.reason ?? null) : null;
  const submit = () => {
    setTried(true);
    if (!sound) return;
    onSubmit(withDraft(campaign.terms.rules ?? [], draft, rule, campaign.nextRule));
  };
  return (
    <Drawer opened onClose={onClose} title={rule ? words.editTitle : words.addTitle}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        noValidate
      >
        <Stack gap="lg">
          <Select
            label={words.kind}
            description={kind === "api" || kind === "byHand" ? words.kindHints[kind] : null}
            data={KINDS.map((value) => ({ value, label: words.kinds[value] }))}
            value={kind}
            allowDeselect={false}
            onChange={(value) =>
              change({ kind: KINDS.find((each) => each === value) ?? "contactProperty" })
            }
          />
          {kind === "contactProperty" && (
            <PropertyFields draft={draft} catalogue={catalogue} faults={shown} onChange={change} />
          )}
          {forbidden && <Forbidden reason={forbidden} />}
          {kind === "dealStage" && (
            <DealFields draft={draft} catalogue={catalogue} faults={shown} onChange={change} />
          )}
          <NumberInput
            label={words.hold}
            description={words.holdHint}
            suffix={` ${words.days}`}
            min={0}
            max={LONGEST_HOLD}
            clampBehavior="none"
            allowDecimal={false}
            allowNegative={false}
            value={draft.hold}
            onChange={(hold) => change({ hold })}
            error={shown.hold}
          />
          {(kind === "contactProperty" || kind === "dealStage") && (
            <Trial draft={draft} sound={sound} onTry={() => setTried(true)} />
          )}
          <SubmitRow
            label={rule ? text.common.save : words.submitAdd}
            busy={busy}
            error={error}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Drawer>
  );
}

function Forbidden({ reason }: { reason: string }) {
  const words = text.rules.deals;
  const permission = reason === "permission";
  return (
    <Alert color="yellow">
      <Text>{permission ? words.needed : words.plan}</Text>
      {permission && (
        <ConnectButton scopes="deals" size="xs" variant="default" mt="sm">
          {words.action}
        </ConnectButton>
      )}
    </Alert>
  );
}
