import { Modal } from "@mantine/core";
import { useState } from "react";
import type { Kind } from "../data/transfer/kinds";
import { text } from "../text";
import { FileStep } from "./FileStep";
import { ImportResult } from "./ImportResult";
import { PreviewStep } from "./PreviewStep";
import type { Judged } from "./rows";
import { SendingStep } from "./SendingStep";
import type { Sheet } from "./sheet";
import { useImport } from "./useImport";

interface Props {
  kind: Kind;
  /** The campaign that the list shows; `null` for several. */
  campaignId: number | null;
  onClose: () => void;
}

/** Imports a file in steps. Nothing changes before a person has seen the preview. */
export default function ImportDialog({ kind, campaignId, onClose }: Props) {
  const [target, setTarget] = useState(campaignId);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [lines, setLines] = useState<Judged[]>([]);
  const { progress, busy, begin, resume, stop } = useImport(kind);
  const close = () => {
    // The API imports the part under way as a whole, or not at all.
    if (busy) stop();
    onClose();
  };
  return (
    <Modal
      opened
      onClose={close}
      closeOnClickOutside={!busy}
      size={680}
      title={text.transfer.titles[kind]}
    >
      {!sheet && (
        <FileStep kind={kind} campaignId={target} onCampaign={setTarget} onSheet={setSheet} />
      )}
      {sheet && target !== null && !progress && (
        <PreviewStep
          kind={kind}
          sheet={sheet}
          campaignId={target}
          onBack={() => setSheet(null)}
          onStart={(judged) => {
            setLines(judged);
            const good = judged.filter(({ problem }) => problem === null);
            begin(
              target,
              good.map(({ row }) => row),
            );
          }}
        />
      )}
      {progress && progress.state !== "done" && progress.state !== "stopped" && (
        <SendingStep progress={progress} onStop={stop} onResume={resume} />
      )}
      {sheet && progress && (progress.state === "done" || progress.state === "stopped") && (
        <ImportResult kind={kind} sheet={sheet} lines={lines} progress={progress} onClose={close} />
      )}
    </Modal>
  );
}
