import { Button } from "@mantine/core";
import { useState } from "react";
import { useEndKey } from "../../data/apiKeys";
import type { ApiKey } from "../../data/types";
import { text } from "../../text";
import { calendarDay } from "../../text/format";
import { Confirm } from "../../ui/Confirm";
import { ListTable } from "../../ui/ListTable";
import { Moment } from "../../ui/Moment";

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
      <ListTable
        label={title}
        items={keys}
        keyOf={({ id }) => id}
        columns={[
          { head: columns.name, cell: ({ name }) => name },
          {
            head: columns.made,
            wide: true,
            cell: ({ createdAt }) => <Moment iso={createdAt} dayOnly />,
          },
          {
            head: columns.used,
            cell: ({ lastUsedOn: day }) =>
              day ? <time dateTime={day}>{calendarDay(day)}</time> : never,
          },
        ]}
        actions={{
          head: columns.actions,
          of: (key) => (
            <Button
              variant="default"
              size="xs"
              aria-label={end.of(key.name)}
              onClick={() => ask(key)}
            >
              {end.action}
            </Button>
          ),
        }}
      />
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
