import { Alert, Button, Group, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useCampaign } from "../data/campaigns";
import type { Kind } from "../data/transfer/kinds";
import { text } from "../text";
import { ColumnsTable } from "./ColumnsTable";
import { fieldsOf, lacking } from "./columns";
import { LineProblems } from "./LineProblems";
import { type Judged, judged } from "./rows";
import type { Sheet } from "./sheet";

interface Props {
  kind: Kind;
  sheet: Sheet;
  /** The campaign that the lines go to. */
  campaignId: number;
  onBack: () => void;
  onStart: (lines: Judged[]) => void;
}

/** Shows the fields of the columns and the problems of the lines, before anything changes. */
export function PreviewStep({ kind, sheet, campaignId, onBack, onStart }: Props) {
  const words = text.transfer;
  const campaign = useCampaign(campaignId).data?.name ?? "";
  const [fields, setFields] = useState(() => fieldsOf(kind, sheet.head));
  const lines = useMemo(() => judged(kind, sheet, fields), [kind, sheet, fields]);
  const missing = lacking(kind, fields);
  const bad = lines.flatMap(({ line, problem }) =>
    problem === null ? [] : [{ number: line.line, why: problem }],
  );
  const good = lines.length - bad.length;
  return (
    <>
      <Text mb="md" c="dimmed">
        {words.into(sheet.name, campaign)}
      </Text>
      <ColumnsTable kind={kind} sheet={sheet} fields={fields} onFields={setFields} />
      {missing ? (
        <Alert color="yellow" mt="md" role="status">
          {words.columns.missing[missing]}
        </Alert>
      ) : (
        <>
          <Text fw={600} mt="md" role="status">
            {summary(good, bad.length)}
          </Text>
          {bad.length > 0 && <LineProblems title={words.problems.title} lines={bad} />}
        </>
      )}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onBack}>
          {words.ready.other}
        </Button>
        <Button disabled={missing !== null || good === 0} onClick={() => onStart(lines)}>
          {words.ready.start(missing ? 0 : good)}
        </Button>
      </Group>
    </>
  );
}

function summary(good: number, bad: number): string {
  const words = text.transfer.ready;
  if (good === 0) return words.none;
  return bad === 0 ? words.all(good) : words.some(good, bad);
}
