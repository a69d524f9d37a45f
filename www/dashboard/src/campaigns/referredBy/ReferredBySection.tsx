import { Button, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import type { Campaign } from "../../data/types";
import { text } from "../../text";
import { Facts } from "../../ui/Facts";
import { Section } from "../../ui/Section";
import { Waiting } from "../../ui/Waiting";

const Editor = lazy(() => import("./ReferredByEditor"));

/** Shows which properties of referred contacts the campaign writes in HubSpot. */
export function ReferredBySection({ campaign }: { campaign: Campaign }) {
  const words = text.referredBy;
  const [editing, setEditing] = useState(false);
  const written = campaign.terms.referredBy.filter(({ mode }) => mode !== "never");
  const any = written.length > 0;
  const edit = (
    <Button variant="default" size="xs" onClick={() => setEditing(true)}>
      {any ? words.change : words.edit}
    </Button>
  );
  return (
    <Section title={words.title} aside={editing ? null : edit}>
      <Text c="dimmed" mb="md" maw="44rem">
        {words.known} {editing ? words.choose : any ? words.told : words.nothing}
      </Text>
      {editing ? (
        <Suspense fallback={<Waiting lines={4} />}>
          <Editor campaign={campaign} onClose={() => setEditing(false)} />
        </Suspense>
      ) : (
        any && (
          <Facts
            facts={written.map(({ field, property, mode }) => [
              words.fields[field],
              words.written(property, text.wizard.properties.modes[mode]),
            ])}
          />
        )
      )}
    </Section>
  );
}
