import { Modal } from "@mantine/core";
import { text } from "../text";
import { ProblemNotice } from "./ProblemNotice";

/** A change made from a menu or a bar of buttons has no place of its own on the page to say that it failed. */
export function FailedChange({ error, onClose }: { error: unknown; onClose: () => void }) {
  return (
    <Modal opened={Boolean(error)} onClose={onClose} title={text.problems.notDone}>
      {error ? <ProblemNotice error={error} /> : null}
    </Modal>
  );
}
