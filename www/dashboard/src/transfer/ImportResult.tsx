import { Alert, Button, Group, Title } from "@mantine/core";
import type { Kind } from "../data/transfer/kinds";
import type { LineOutcome } from "../data/types";
import { text } from "../text";
import { number } from "../text/format";
import { Facts } from "../ui/Facts";
import { keepLeftOut, type LeftOut } from "./files";
import { LineProblems } from "./LineProblems";
import type { Judged } from "./rows";
import type { Sheet } from "./sheet";
import type { Progress } from "./useImport";

interface Props {
  kind: Kind;
  sheet: Sheet;
  lines: readonly Judged[];
  progress: Progress;
  onClose: () => void;
}

/** The result of an import: counts, and the lines that were not imported as meant, with the reasons. */
export function ImportResult({ kind, sheet, lines, progress, onClose }: Props) {
  const words = text.transfer.result;
  const left = leftOut(lines, progress);
  const stopped = progress.state === "stopped";
  return (
    <>
      <div role="status">
        <Title order={2} mb="md">
          {stopped ? words.partly : words.title}
        </Title>
      </div>
      {stopped && (
        <Alert color="yellow" mb="md">
          {text.transfer.sending.stopped}
        </Alert>
      )}
      <section aria-label={words.counts}>
        <Facts facts={countsOf(kind, lines, progress)} />
      </section>
      {left.length > 0 && (
        <LineProblems
          title={words.list}
          lines={left.map(({ line, why }) => ({ number: line.line, why }))}
        />
      )}
      <Group justify="flex-end" mt="lg" gap="sm">
        {left.length > 0 && (
          <Button variant="default" onClick={() => keepLeftOut(sheet, left)}>
            {words.download}
          </Button>
        )}
        <Button onClick={onClose}>{text.common.close}</Button>
      </Group>
    </>
  );
}

type Counts = Parameters<typeof Facts>[0]["facts"];

function countsOf(kind: Kind, lines: readonly Judged[], { outcomes }: Progress): Counts {
  const words = text.transfer.result;
  const count = (wanted: LineOutcome) =>
    outcomes.filter(({ outcome }) => outcome === wanted).length;
  const unsent = lines.filter(({ problem }) => problem !== null).length;
  const notCounted: Counts = [[words.notCounted, number(count("notCounted"))]];
  const checking: Counts = [[words.checking, number(count("checking"))]];
  return [
    [words.added, number(count("added"))],
    [words.known, number(count("known"))],
    ...(kind === "referrals" ? notCounted : checking),
    [words.refused, number(count("refused") + unsent)],
  ];
}

/** Returns the lines that were not imported as meant, in the order of the file. */
function leftOut(lines: readonly Judged[], { outcomes }: Progress): LeftOut[] {
  const whys = new Map(outcomes.map(({ line, why }) => [line, why]));
  return lines.flatMap(({ line, problem }) => {
    const why = problem ?? whys.get(line.line);
    return why ? [{ line, why }] : [];
  });
}
