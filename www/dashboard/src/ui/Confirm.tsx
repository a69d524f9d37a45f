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
  /** The change takes nothing away, so the button is not red. */
  harmless?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before a change that is hard to undo, and says what the change does. */
export function Confirm(props: Props) {
  const { opened, title, body, action, busy, error, harmless, onConfirm, onClose } = props;
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Text mb="lg">{body}</Text>
      {error ? <ProblemNotice error={error} /> : null}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose} data-autofocus>
          {text.common.cancel}
        </Button>
        <Button {...(harmless ? {} : { color: "red" })} loading={busy} onClick={onConfirm}>
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
