import { Text } from "@mantine/core";
import type { ReferrerEvent } from "../api/types";
import { Moment } from "../shell/Moment";
import { Section } from "../shell/Section";
import { text } from "../text";
import classes from "./UserDetails.module.css";

/** What happened to a referrer, newest first. */
export function UserHistory({ events }: { events: ReferrerEvent[] }) {
  const words = text.users.panel;
  return (
    <Section title={words.history}>
      {events.length === 0 ? (
        <Text c="dimmed">{words.noHistory}</Text>
      ) : (
        <ul className={classes.events}>
          {events.map(({ at, kind, detail }) => (
            <li key={`${at} ${kind}`}>
              <span>{labelOf(kind)}</span>
              <Moment iso={at} />
              {detail && <p>{detail}</p>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function labelOf(kind: string): string {
  const labels: Record<string, string> = text.users.panel.events;
  return labels[kind] ?? kind;
}
