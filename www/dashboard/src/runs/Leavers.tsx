import { Alert, Anchor, Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useCatalogue } from "../data/catalogue";
import { useDecideLeavers, useLeavers } from "../data/leavers";
import { useSession } from "../data/session";
import type { Leaver, Run } from "../data/types";
import { text } from "../text";
import { Confirm } from "../ui/Confirm";
import { FailedChange } from "../ui/FailedChange";
import { GrowingList } from "../ui/GrowingList";
import { AlertIcon } from "../ui/icons";
import { ListTable } from "../ui/ListTable";
import { Moment } from "../ui/Moment";
import { Section } from "../ui/Section";
import table from "../ui/Table.module.css";

/** The question whether many links may end: who left, why, and the two answers. */
export function Leavers({ run }: { run: Run }) {
  const words = text.runs.leavers;
  const [ending, setEnding] = useState(false);
  const query = useLeavers(run);
  const decide = useDecideLeavers(run);
  if (!run.question) return null;
  const { leaving, onLeaving } = run.question;
  return (
    <Section title={words.title}>
      <Alert color="red" icon={<AlertIcon />} mb="lg">
        <Text>{words.what(leaving, words.effect[onLeaving])}</Text>
        <Text>{words.again}</Text>
        <Group mt="sm" gap="sm">
          <Button
            color="red"
            loading={decide.isPending && decide.variables === "end"}
            onClick={() => setEnding(true)}
          >
            {words.end[onLeaving]}
          </Button>
          <Button
            variant="default"
            loading={decide.isPending && decide.variables === "keep"}
            onClick={() => decide.mutate("keep")}
          >
            {words.keep}
          </Button>
        </Group>
      </Alert>
      <GrowingList query={query} empty={words.none}>
        {(items) => <LeaverTable items={items} />}
      </GrowingList>
      <Confirm
        opened={ending}
        title={words.sure[onLeaving]}
        body={words.sureBody[onLeaving]}
        action={words.end[onLeaving]}
        busy={decide.isPending}
        error={null}
        onClose={() => setEnding(false)}
        onConfirm={() => decide.mutate("end", { onSettled: () => setEnding(false) })}
      />
      <FailedChange error={decide.error} onClose={decide.reset} />
    </Section>
  );
}

function LeaverTable({ items }: { items: Leaver[] }) {
  const { columns, list } = text.runs.leavers;
  return (
    <ListTable
      label={list}
      items={items}
      keyOf={({ contactId }) => contactId}
      columns={[
        {
          head: columns.contact,
          className: table.head,
          cell: (leaver) => <Contact leaver={leaver} />,
        },
        { head: columns.why, cell: (leaver) => <Why leaver={leaver} /> },
        {
          head: columns.seen,
          wide: true,
          cell: ({ lastSeenAt }) => (lastSeenAt ? <Moment iso={lastSeenAt} /> : ""),
        },
      ]}
    />
  );
}

/** The contact by name, with a link to its record in HubSpot. */
function Contact({ leaver }: { leaver: Leaver }) {
  const { contactId, firstName, lastName, email } = leaver;
  const portal = useSession().data?.portal;
  const name = [firstName, lastName].filter(Boolean).join(" ") || email || contactId;
  if (!portal) return name;
  return (
    <Anchor
      inherit
      href={portal.recordUrl + encodeURIComponent(contactId)}
      target="_blank"
      rel="noreferrer"
    >
      {name}
    </Anchor>
  );
}

function Why({ leaver: { gone, wasIn, excludedBy } }: { leaver: Leaver }) {
  const words = text.runs.leavers.why;
  const lists = useCatalogue().data?.lists ?? [];
  const names = (ids: string[]) =>
    ids.map((id) => lists.find((list) => list.id === id)?.name ?? text.syncs.audience.list(id));
  if (gone) return words.gone;
  if (excludedBy.length > 0) return words.excluded(names(excludedBy));
  return wasIn.length > 0 ? words.left(names(wasIn)) : words.all;
}
