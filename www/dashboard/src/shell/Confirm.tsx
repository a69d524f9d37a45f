import { Button, Group, Modal, Text } from "@mantine/core";
import { text } from "../text";
import { ProblemNotice } from "./ProblemNotice";

interface Props {
  opened: boolean;
  title: string;
  body: string;
  action: string;
  busy: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before what cannot simply be undone, and says what it will do. */
export function Confirm({ opened, title, body, action, busy, error, onConfirm, onClose }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": text.common.close }}
    >
      <Text mb="lg">{body}</Text>
      {error ? <ProblemNotice error={error} /> : null}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose} data-autofocus>
          {text.common.cancel}
        </Button>
        <Button color="red" loading={busy} onClick={onConfirm}>
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
