/** Copies the link, and says on the button itself that it did. */
import { Button, Icon } from "@hubspot/ui-extensions";
import { useEffect, useState } from "react";
import type { Host } from "./host";
import { texts } from "./texts";

/** Long enough to be read, short enough that the button is soon itself again. */
const CONFIRMED_MS = 2_500;

interface Props {
  link: string;
  isDead: boolean;
  actions: Host["actions"];
}

export function CopyButton({ link, isDead, actions }: Props) {
  const [isCopied, setCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) {
      return;
    }
    const timer = setTimeout(() => setCopied(false), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  const copy = async () => {
    try {
      await actions.copyTextToClipboard(link);
      setCopied(true);
    } catch {
      actions.addAlert({ type: "danger", ...texts.copyFailed });
    }
  };

  return (
    <Button variant="secondary" size="xs" disabled={isDead} onClick={copy}>
      <Icon name={isCopied ? "success" : "copy"} /> {isCopied ? texts.copied : texts.copy}
    </Button>
  );
}
