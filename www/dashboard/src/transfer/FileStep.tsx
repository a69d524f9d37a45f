import { Alert, Anchor, Button, FileButton, Select, Text } from "@mantine/core";
import { type DragEvent, useState } from "react";
import { useCampaigns } from "../data/campaigns";
import type { Kind } from "../data/transfer/kinds";
import { text } from "../text";
import { Message } from "../ui/Message";
import { keepTemplate } from "./files";
import { NoSheet, type Sheet, sheetOf } from "./sheet";
import classes from "./transfer.module.css";

interface Props {
  kind: Kind;
  campaignId: number | null;
  onCampaign: (id: number | null) => void;
  onSheet: (sheet: Sheet) => void;
}

/** Chooses the file and the campaign. */
export function FileStep({ kind, campaignId, onCampaign, onSheet }: Props) {
  const words = text.transfer;
  const campaigns = useCampaigns().data ?? [];
  const open = campaigns.filter(({ status }) =>
    kind === "referrers" ? status === "live" : status !== "archived",
  );
  const chosen = open.find(({ id }) => id === campaignId) ?? (open.length === 1 ? open[0] : null);
  const [problem, setProblem] = useState<NoSheet | null>(null);
  const read = async (file: File | null | undefined) => {
    if (!file || !chosen) return;
    try {
      const sheet = await sheetOf(file);
      onCampaign(chosen.id);
      onSheet(sheet);
    } catch (error) {
      setProblem(error instanceof NoSheet ? error : new NoSheet("broken"));
    }
  };
  if (open.length === 0) {
    return <Message title={words.noCampaign.title} body={words.noCampaign.body} role="status" />;
  }
  return (
    <>
      <Text mb="md">{words.about[kind]}</Text>
      <Select
        label={words.campaign}
        mb="md"
        allowDeselect={false}
        searchable={open.length > 8}
        value={chosen ? String(chosen.id) : null}
        onChange={(id) => onCampaign(Number(id))}
        data={open.map(({ id, name }) => ({ value: String(id), label: name }))}
      />
      <DropZone disabled={!chosen} onFile={read} />
      {problem && (
        <Alert color="red" role="alert" mt="md">
          {words.unreadable[problem.why](problem.line)}
        </Alert>
      )}
      <Text size="sm" c="dimmed" mt="md">
        {words.file.hint}{" "}
        <Anchor component="button" type="button" inherit onClick={() => keepTemplate(kind)}>
          {words.file.template}
        </Anchor>
      </Text>
    </>
  );
}

interface DropZoneProps {
  disabled: boolean;
  onFile: (file: File | null | undefined) => void;
}

function DropZone({ disabled, onFile }: DropZoneProps) {
  const words = text.transfer.file;
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent, within: boolean) => {
    event.preventDefault();
    setOver(within);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, which does the same.
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        onFile(event.dataTransfer.files[0]);
      }}
    >
      <FileButton
        accept=".csv,.tsv,.txt,text/csv"
        disabled={disabled}
        inputProps={{ "aria-label": words.label }}
        onChange={onFile}
      >
        {(props) => (
          <Button {...props} variant="default" disabled={disabled}>
            {words.choose}
          </Button>
        )}
      </FileButton>
      <Text c="dimmed">{words.drop}</Text>
    </div>
  );
}
