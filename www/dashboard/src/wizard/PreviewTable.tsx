import { Table, Text, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { previews, useBackgroundQuery } from "../data/backgroundQueries";
import type { NewPreview, Preview } from "../data/types";
import { fieldLabel } from "../hubspot/fields";
import { text } from "../text";
import { ProblemNotice } from "../ui/ProblemNotice";
import table from "../ui/Table.module.css";
import { Waiting } from "../ui/Waiting";
import { type Setting, settingsOf, stepProblem } from "./settings";
import classes from "./wizard.module.css";

// Waits until a fixed text is typed.
const PAUSE_MS = 500;

/** Shows five contacts of the audience, with the values that Goodword would read. */
export function PreviewTable({ setting }: { setting: Setting }) {
  const words = text.wizard.fields;
  const { audience, inbound } = settingsOf(setting);
  const [settled] = useDebouncedValue(JSON.stringify({ audience, inbound }), PAUSE_MS);
  const sound = ["audience", "fields"] as const;
  const enabled = sound.every((step) => stepProblem(setting, step) === null) && inbound.length > 0;
  const { result, error, restart } = useBackgroundQuery({
    kind: previews,
    body: JSON.parse(settled) as NewPreview,
    enabled,
  });
  if (inbound.length === 0) return null;
  return (
    <>
      <Title order={3} className={classes.sub ?? ""}>
        {words.preview}
      </Title>
      {error ? (
        <ProblemNotice error={error} onRetry={restart} />
      ) : !result || result.state === "reading" ? (
        <Waiting lines={4} />
      ) : result.state === "failed" || result.found.contacts.length === 0 ? (
        <Text c="dimmed">{result.problem ?? words.noPreview}</Text>
      ) : (
        <Contacts contacts={result.found.contacts} fields={inbound.map(({ field }) => field)} />
      )}
    </>
  );
}

interface ContactsProps {
  contacts: Preview["found"]["contacts"];
  fields: string[];
}

function Contacts({ contacts, fields }: ContactsProps) {
  const words = text.wizard.fields;
  return (
    <Table className={table.table} aria-label={words.preview}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th className={table.wide}>{words.contact}</Table.Th>
          {fields.map((field) => (
            <Table.Th key={field}>{fieldLabel(field)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {contacts.map(({ contactId, values }) => (
          <Table.Tr key={contactId}>
            <Table.Td className={table.wide}>{contactId}</Table.Td>
            {fields.map((field) => (
              <Table.Td key={field}>
                {values[field] ?? (
                  <Text span inherit c="dimmed">
                    {words.empty}
                  </Text>
                )}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
