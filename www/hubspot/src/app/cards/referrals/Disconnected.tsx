/**
 * Says that Goodword lost its access to the account, what this means, and where to connect again.
 */
import { Alert, Flex, Link, Text } from "@hubspot/ui-extensions";
import { texts } from "./texts";

interface Props {
  origin: string | null;
}

/** Replaces the card's content if there is none. */
export function Disconnected({ origin }: Props) {
  return <Note origin={origin} reason={texts.disconnected.withoutLinks} />;
}

/** Stands above the links, which still work. */
export function DisconnectedNote({ origin }: Props) {
  return <Note origin={origin} reason={texts.disconnected.withLinks} />;
}

function Note({ origin, reason }: Props & { reason: string }) {
  return (
    <Alert title={texts.disconnected.title} variant="warning">
      <Flex direction="column" gap="xs">
        <Text>{`${reason} ${texts.disconnected.remedy}`}</Text>
        {origin !== null && (
          <Link href={{ url: `${origin}/hubspot/oauth/start`, external: true }}>
            {texts.disconnected.action}
          </Link>
        )}
      </Flex>
    </Alert>
  );
}
