import { ActionIcon, Button, CopyButton, Tooltip } from "@mantine/core";
import { text } from "../text";
import { CheckIcon, CopyIcon } from "./icons";

interface Props {
  value: string;
  /** Names the copied text for screen readers. */
  label: string;
  /** Shows a text button instead of an icon. */
  labelled?: boolean;
}

export function CopyLink({ value, label, labelled = false }: Props) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) =>
        labelled ? (
          <Button variant="default" leftSection={sign(copied)} onClick={copy}>
            {copied ? text.users.copied : text.users.copy}
          </Button>
        ) : (
          <Tooltip label={copied ? text.users.copied : text.users.copy}>
            <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={copy}>
              {sign(copied)}
            </ActionIcon>
          </Tooltip>
        )
      }
    </CopyButton>
  );
}

const sign = (copied: boolean) => (copied ? <CheckIcon size={14} /> : <CopyIcon />);
