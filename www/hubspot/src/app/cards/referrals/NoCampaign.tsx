/** Says that there is no campaign to join, and where to create one. */
import { Button, Text } from "@hubspot/ui-extensions";
import { EmptyNote } from "./EmptyNote";
import type { Host } from "./host";
import { texts } from "./texts";

interface Props {
  host: Host;
  origin: string | null;
}

export function NoCampaign({ host, origin }: Props) {
  return (
    <EmptyNote layout={host.layout} title={texts.noCampaign.title} imageName="target">
      <Text>{texts.noCampaign.message}</Text>
      {origin !== null && (
        <Button variant="secondary" size="sm" href={{ url: `${origin}/`, external: true }}>
          {texts.noCampaign.action}
        </Button>
      )}
    </EmptyNote>
  );
}
