import { Alert, Button, CopyButton, Stack } from "@mantine/core";
import { text } from "../../text";
import { AlertIcon, CheckIcon, CopyIcon } from "../../ui/icons";
import classes from "./apiKeys.module.css";

/** Shows a new key, the only time that anybody sees it. */
export function NewKey({ secret, onDone }: { secret: string; onDone: () => void }) {
  const words = text.apiKeys.made;
  return (
    <Stack gap="md">
      <Alert color="yellow" icon={<AlertIcon />} title={words.once} role="status">
        {words.warning}
      </Alert>
      <output className={classes.secret} aria-label={words.key}>
        {secret}
      </output>
      <div className={classes.buttons}>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              leftSection={copied ? <CheckIcon size={14} /> : <CopyIcon />}
              onClick={copy}
              data-autofocus
            >
              {copied ? words.copied : words.copy}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" onClick={onDone}>
          {words.done}
        </Button>
      </div>
    </Stack>
  );
}
