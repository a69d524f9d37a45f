import { ActionIcon, Anchor, CopyButton, Text, Title, Tooltip } from "@mantine/core";
import { text } from "../../text";
import { CheckIcon, CopyIcon, ExternalIcon } from "../../ui/icons";
import classes from "./apiKeys.module.css";
import { claimCall, successCall } from "./calls";

/** The two calls that a customer's own system needs. */
export function CallExamples() {
  const words = text.apiKeys.example;
  return (
    <div className={classes.examples}>
      <Title order={3}>{words.title}</Title>
      <Call when={words.claim} label={words.copyClaim} call={claimCall()} />
      <Call when={words.success} label={words.copySuccess} call={successCall()} />
      <Anchor href="/api/openapi.json" target="_blank" rel="noreferrer">
        {words.more} <ExternalIcon />
      </Anchor>
    </div>
  );
}

interface CallProps {
  /** When the call is made. */
  when: string;
  /** The label of the copy button. */
  label: string;
  call: string;
}

function Call({ when, label, call }: CallProps) {
  return (
    <div className={classes.call}>
      <Text>{when}</Text>
      <pre>{call}</pre>
      <CopyButton value={call}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? text.users.copied : label}>
            <ActionIcon variant="default" aria-label={label} onClick={copy}>
              {copied ? <CheckIcon size={14} /> : <CopyIcon />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
