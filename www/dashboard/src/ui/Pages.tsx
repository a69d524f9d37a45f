import { Button } from "@mantine/core";
import { text } from "../text";
import classes from "./Pages.module.css";

// The page size of the API.
const PAGE = 50;

interface Props {
  /** The number of pages before this one. */
  page: number;
  count: number;
  next: string | null;
  busy: boolean;
  onNext: (cursor: string) => void;
  onPrevious: () => void;
}

export function Pages({ page, count, next, busy, onNext, onPrevious }: Props) {
  const words = text.common.pages;
  if (page === 0 && next === null) return null;
  const from = page * PAGE + 1;
  return (
    <nav className={classes.pages} aria-label={words.label}>
      <span role="status">{words.shown(from, from + Math.max(count, 1) - 1)}</span>
      <Button variant="default" size="xs" disabled={page === 0 || busy} onClick={onPrevious}>
        {words.previous}
      </Button>
      <Button
        variant="default"
        size="xs"
        disabled={next === null || busy}
        onClick={() => next !== null && onNext(next)}
      >
        {words.next}
      </Button>
    </nav>
  );
}
