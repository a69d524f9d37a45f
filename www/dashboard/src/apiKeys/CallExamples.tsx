import { ActionIcon, Anchor, CopyButton, Text, Title, Tooltip } from "@mantine/core";
import { CheckIcon, CopyIcon, ExternalIcon } from "../shell/icons";
import { text } from "../text";
import classes from "./apiKeys.module.css";
import { claimCall, successCall } from "./calls";

/** The two calls that a customer's own system needs. */
export function CallExamples() {
  const words = text.apiKeys.example;
  return (
    <div className={classes.examples}>
      <Title order={3}>{words.title}</Title>
      <Text>{words.claim}</Text>
      <Call label={words.copyClaim} call={claimCall()} />
      <Text>{words.success}</Text>
      <Call label={words.copySuccess} call={successCall()} />
      <Anchor href="/api/openapi.json" target="_blank" rel="noreferrer">
        {words.more} <ExternalIcon />
      </Anchor>
    </div>
  );
}

function Call({ label, call }: { label: string; call: string }) {
  return (
    <div className={classes.call}>
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
