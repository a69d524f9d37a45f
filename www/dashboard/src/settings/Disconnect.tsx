import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useDisconnect } from "../data/session";
import type { Session } from "../data/types";
import { text } from "../text";
import { Confirm } from "../ui/Confirm";

export function Disconnect({ portal }: { portal: Session["portal"] }) {
  const words = text.settings.disconnect;
  const [asked, setAsked] = useState(false);
  const disconnect = useDisconnect();
  return (
    <>
      <Text mb="sm">{words.body}</Text>
      <Button variant="outline" color="red" onClick={() => setAsked(true)}>
        {words.action}
      </Button>
      <Confirm
        opened={asked}
        title={words.confirmTitle}
        body={words.confirmBody(portal.domain ?? text.shell.portal(portal.id))}
        action={words.confirm}
        busy={disconnect.isPending}
        error={disconnect.error}
        onConfirm={() => disconnect.mutate(undefined, { onSuccess: () => setAsked(false) })}
        onClose={() => setAsked(false)}
      />
    </>
  );
}
