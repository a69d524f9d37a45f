import { Modal } from "@mantine/core";
import { text } from "../text";
import { ProblemNotice } from "./ProblemNotice";

/**
 * Says that a change failed. It is for changes from menus and toolbars, which have no place of their own on the
 * page.
 */
export function FailedChange({ error, onClose }: { error: unknown; onClose: () => void }) {
  return (
    <Modal opened={Boolean(error)} onClose={onClose} title={text.problems.notDone}>
      {error ? <ProblemNotice error={error} /> : null}
    </Modal>
  );
}
