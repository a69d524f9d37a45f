/** Copies the link, and confirms it on the button itself. */
import { Button, Icon } from "@hubspot/ui-extensions";
import { useEffect, useState } from "react";
import type { Host } from "./host";
import { texts } from "./texts";

/** Long enough to read, and short enough that the button soon shows its own label again. */
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
