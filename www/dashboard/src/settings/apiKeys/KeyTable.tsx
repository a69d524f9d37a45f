import { Button, Table, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { useEndKey } from "../../data/apiKeys";
import type { ApiKey } from "../../data/types";
import { text } from "../../text";
import { calendarDay } from "../../text/format";
import { Confirm } from "../../ui/Confirm";
import { Moment } from "../../ui/Moment";
import table from "../../ui/Table.module.css";

export function KeyTable({ keys }: { keys: ApiKey[] }) {
  const { title, columns, never, end } = text.apiKeys;
  const ending = useEndKey();
  const [asked, setAsked] = useState<ApiKey | null>(null);
  const [asking, setAsking] = useState(false);
  const ask = (key: ApiKey) => {
    ending.reset();
    setAsked(key);
    setAsking(true);
  };
  return (
    <>
      <Table className={table.table} aria-label={title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{columns.name}</Table.Th>
            <Table.Th className={table.wide}>{columns.made}</Table.Th>
            <Table.Th>{columns.used}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{columns.actions}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => (
            <Table.Tr key={key.id}>
              <Table.Td>{key.name}</Table.Td>
              <Table.Td className={table.wide}>
                <Moment iso={key.createdAt} dayOnly />
              </Table.Td>
              <Table.Td>
                {key.lastUsedOn ? (
                  <time dateTime={key.lastUsedOn}>{calendarDay(key.lastUsedOn)}</time>
                ) : (
                  never
                )}
              </Table.Td>
              <Table.Td className={table.actions}>
                <div>
                  <Button
                    variant="default"
                    size="xs"
                    aria-label={end.of(key.name)}
                    onClick={() => ask(key)}
                  >
                    {end.action}
                  </Button>
                </div>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Confirm
        opened={asking}
        title={end.title(asked?.name ?? "")}
        body={end.body}
        action={end.confirm}
        busy={ending.isPending}
        error={ending.error}
        onConfirm={() => asked && ending.mutate(asked.id, { onSuccess: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
