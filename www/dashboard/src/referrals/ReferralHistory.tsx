import { Text } from "@mantine/core";
import type { Happening, ReferrerEvent } from "../data/types";
import { text } from "../text";
import { Section } from "../ui/Section";
import { Timeline } from "../ui/Timeline";
import { TONES } from "./tones";

/** The events of a referral, newest first. */
export function ReferralHistory({ events }: { events: ReferrerEvent[] }) {
  const words = text.referrals;
  const labels: Partial<Record<Happening, string>> = words.events;
  return (
    <Section title={words.panel.history}>
      {events.length === 0 ? (
        <Text c="dimmed">{words.panel.noHistory}</Text>
      ) : (
        <Timeline
          steps={events.map(({ at, kind, detail }) => ({
            key: `${at} ${kind}`,
            at,
            label: labels[kind] ?? kind,
            detail: detail ?? null,
            tone: TONES[kind],
          }))}
        />
      )}
    </Section>
  );
}
