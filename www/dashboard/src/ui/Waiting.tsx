import { Skeleton, Stack, VisuallyHidden } from "@mantine/core";
import { text } from "../text";

/** Placeholder lines while content loads, and a word for screen readers. */
export function Waiting({ lines }: { lines: number }) {
  return (
    <div role="status">
      <VisuallyHidden>{text.common.loading}</VisuallyHidden>
      <Stack gap="sm" aria-hidden>
        {Array.from({ length: lines }, (_, line) => `line-${line}`).map((key, line) => (
          <Skeleton key={key} height={20} width={line === 0 ? "40%" : "100%"} />
        ))}
      </Stack>
    </div>
  );
}
