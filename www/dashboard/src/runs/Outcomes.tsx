import { Anchor, SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { isUnderWay } from "../data/runState";
import { useOutcomes } from "../data/runs";
import { useSession } from "../data/session";
import type { Outcome, OutcomeKind, Run } from "../data/types";
import { text } from "../text";
import { GrowingList } from "../ui/GrowingList";
import { ListTable } from "../ui/ListTable";
import { Section } from "../ui/Section";
import table from "../ui/Table.module.css";
import { CsvButton, RetryButton } from "./OutcomeActions";
import classes from "./Outcomes.module.css";

/** The contacts of a run that failed or were skipped, each with its reason. */
export function Outcomes({ run }: { run: Run }) {
  const words = text.runs.outcomes;
  const { failed, skipped } = run.counts;
  const [chosen, setChosen] = useState<OutcomeKind>("failed");
  const kind = failed === 0 ? "skipped" : skipped === 0 ? "failed" : chosen;
  const query = useOutcomes(run, kind);
  return (
    <Section
      title={words.title[kind]}
      aside={
        <div className={classes.tools}>
          {failed > 0 && skipped > 0 && (
            <SegmentedControl
              size="xs"
              aria-label={words.label}
              value={kind}
              onChange={(value) => setChosen(value === "skipped" ? "skipped" : "failed")}
              data={[
                { value: "failed", label: words.choice.failed(failed) },
                { value: "skipped", label: words.choice.skipped(skipped) },
              ]}
            />
          )}
          <CsvButton run={run} kind={kind} />
          {kind === "failed" && !isUnderWay(run) && <RetryButton run={run} />}
        </div>
      }
    >
      <GrowingList query={query} empty={words.none}>
        {(items) => <OutcomeTable items={items} label={words.title[kind]} />}
      </GrowingList>
    </Section>
  );
}

function OutcomeTable({ items, label }: { items: Outcome[]; label: string }) {
  const words = text.runs.outcomes;
  return (
    <ListTable
      label={label}
      items={items}
      keyOf={({ contactId }) => contactId}
      columns={[
        {
          head: words.contact,
          className: table.head,
          cell: ({ contactId }) => <Contact id={contactId} />,
        },
        { head: words.reason, cell: (outcome) => <Reason outcome={outcome} /> },
      ]}
    />
  );
}

function Reason({ outcome: { reason, detail } }: { outcome: Outcome }) {
  return (
    <>
      <Text inherit>{reasonLabel(reason)}</Text>
      {detail && (
        <Text inherit c="dimmed">
          {detail}
        </Text>
      )}
    </>
  );
}

/** A link to the contact's record in HubSpot. */
function Contact({ id }: { id: string }) {
  const portal = useSession().data?.portal;
  if (!portal) return id;
  return (
    <Anchor
      inherit
      href={portal.recordUrl + encodeURIComponent(id)}
      target="_blank"
      rel="noreferrer"
      aria-label={text.runs.outcomes.openInHubspot(id)}
    >
      {id}
    </Anchor>
  );
}

function reasonLabel(reason: string): string {
  const labels: Record<string, string> = text.runs.outcomes.reasons;
  return labels[reason] ?? reason;
}
