/** Says that there is no campaign to join, and where to create one. */
import { Button, EmptyState, Flex, Heading, Text } from "@hubspot/ui-extensions";
import type { Host } from "./host";
import { texts } from "./texts";

interface Props {
  host: Host;
  origin: string | null;
}

export function NoCampaign({ host, origin }: Props) {
  const content = (
    <Flex direction="column" gap="sm" align="start">
      <Text>{texts.noCampaign.message}</Text>
      {origin !== null && (
        <Button variant="secondary" size="sm" href={{ url: `${origin}/`, external: true }}>
          {texts.noCampaign.action}
        </Button>
      )}
    </Flex>
  );
  return host.layout === "tab" ? (
    <EmptyState title={texts.noCampaign.title} layout="horizontal" imageName="target">
      {content}
    </EmptyState>
  ) : (
    <Flex direction="column" gap="sm">
      <Heading>{texts.noCampaign.title}</Heading>
      {content}
    </Flex>
  );
}
