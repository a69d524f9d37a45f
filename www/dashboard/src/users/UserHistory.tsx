import { Anchor, Text } from "@mantine/core";
import { Link } from "wouter";
import type { Happening, ReferrerEvent } from "../data/types";
import { to } from "../places/places";
import { TONES } from "../referrals/tones";
import { text } from "../text";
import { Section } from "../ui/Section";
import { Timeline } from "../ui/Timeline";

/** The events of a referrer and of their referrals, newest first. */
export function UserHistory({ events }: { events: ReferrerEvent[] }) {
  const words = text.users.panel;
  return (
    <Section title={words.history}>
      {events.length === 0 ? (
        <Text c="dimmed">{words.noHistory}</Text>
      ) : (
        <Timeline
          steps={events.map((event) => ({
            key: `${event.at} ${event.kind} ${event.referralId ?? ""}`,
            at: event.at,
            label: <Label event={event} />,
            detail: event.detail ?? null,
            tone: TONES[event.kind],
          }))}
        />
      )}
    </Section>
  );
}

function Label({ event: { kind, person, referralId } }: { event: ReferrerEvent }) {
  const ofReferrals: Partial<Record<Happening, (person: string) => string>> =
    text.referrals.eventsOf;
  const ofReferral = ofReferrals[kind];
  if (ofReferral && referralId) {
    return (
      <Anchor component={Link} href={to.referral(referralId)} inherit c="inherit">
        {ofReferral(person ?? text.referrals.unnamed)}
      </Anchor>
    );
  }
  const labels: Record<string, string> = text.users.panel.events;
  return labels[kind] ?? kind;
}
