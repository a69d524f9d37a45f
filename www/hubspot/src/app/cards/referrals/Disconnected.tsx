/** Goodword lost its access to the account: what that means here, and where it is mended. */
import { Alert, Flex, Link, Text } from "@hubspot/ui-extensions";
import { texts } from "./texts";

interface Props {
  origin: string | null;
}

/** In place of the card's content, where there is none. */
export function Disconnected({ origin }: Props) {
  return <Note origin={origin} reason={texts.disconnected.withoutLinks} />;
}

/** Above the links, which still work. */
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
