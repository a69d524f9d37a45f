import { Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useMakeKey } from "../../data/apiKeys";
import { text } from "../../text";
import { SubmitRow } from "../../ui/SubmitRow";
import { NewKey } from "./NewKey";

const LONGEST_NAME = 100;

interface Props {
  opened: boolean;
  onClose: () => void;
}

/** Creates a key, and shows it once. */
export function MakeKey({ opened, onClose }: Props) {
  const words = text.apiKeys;
  const make = useMakeKey();
  const made = make.data;
  // Closing the dialog loses the key, also while it is being made.
  const mayClose = !made && !make.isPending;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={make.reset}
      title={made ? words.made.title(made.name) : words.form.title}
      closeOnClickOutside={mayClose}
      closeOnEscape={mayClose}
      withCloseButton={mayClose}
    >
      {made?.key ? (
        <NewKey secret={made.key} onDone={onClose} />
      ) : (
        <NameForm
          busy={make.isPending}
          error={make.error}
          onSubmit={(name) => make.mutate(name)}
          onCancel={mayClose ? onClose : undefined}
        />
      )}
    </Modal>
  );
}

interface FormProps {
  busy: boolean;
  error: unknown;
  onSubmit: (name: string) => void;
  onCancel: (() => void) | undefined;
}

function NameForm({ busy, error, onSubmit, onCancel }: FormProps) {
  const words = text.apiKeys.form;
  const [name, setName] = useState("");
  const [missing, setMissing] = useState(false);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(!name.trim());
        if (name.trim()) onSubmit(name.trim());
      }}
    >
      <Stack gap="md">
        <TextInput
          label={words.name}
          description={words.nameHint}
          maxLength={LONGEST_NAME}
          autoComplete="off"
          data-autofocus
          value={name}
          error={missing ? words.nameMissing : null}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <SubmitRow label={words.submit} busy={busy} error={error} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
