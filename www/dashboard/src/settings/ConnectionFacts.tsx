import { Alert, Badge, Text } from "@mantine/core";
import type { Connection, Session } from "../data/types";
import { ConnectButton } from "../hubspot/ConnectButton";
import { text } from "../text";
import { Facts } from "../ui/Facts";

const COLOR: Record<Connection, string> = {
  connected: "word",
  disconnected: "yellow",
  misconfigured: "red",
};

export function ConnectionFacts({ portal }: { portal: Session["portal"] }) {
  const words = text.settings.connection;
  const { connection } = portal;
  return (
    <>
      <Facts
        facts={[
          [words.account, portal.domain ?? words.unnamed],
          // An identifier has no thousands separators, as in HubSpot.
          [words.hubId, String(portal.id)],
          [
            words.status,
            <Badge key="status" color={COLOR[connection]}>
              {words.states[connection]}
            </Badge>,
          ],
        ]}
      />
      {connection !== "connected" && <Trouble connection={connection} />}
    </>
  );
}

function Trouble({ connection }: { connection: Exclude<Connection, "connected"> }) {
  const lost = connection === "disconnected";
  const words = lost ? text.connection.lost : text.connection.misconfigured;
  return (
    <Alert color={COLOR[connection]} title={words.title} mt="md">
      <Text>{words.body}</Text>
      {lost && (
        <ConnectButton mt="sm" size="xs">
          {text.connection.lost.action}
        </ConnectButton>
      )}
    </Alert>
  );
}
