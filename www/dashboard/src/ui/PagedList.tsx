import { Button } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { text } from "../text";
import { Loaded } from "./Loaded";
import { Message } from "./Message";
import { Pages } from "./Pages";

interface ListPage<Item> {
  items: Item[];
  /** Where the following page begins; nothing on the last one. */
  next?: string | null;
}

/** The way from the first page to the one that is shown: the cursor of each page but the first. */
export function useTrail() {
  const [trail, setTrail] = useState<string[]>([]);
  return {
    after: trail.at(-1),
    page: trail.length,
    forward: (cursor: string) => setTrail([...trail, cursor]),
    back: () => setTrail(trail.slice(0, -1)),
  };
}

interface Props<Item> {
  query: UseQueryResult<ListPage<Item>, Error>;
  trail: ReturnType<typeof useTrail>;
  /** Stands in the place of a list that has no items and no filters. */
  empty: ReactNode;
  /** Whether filters narrow the list, what to say where they match nothing, and how to clear them. */
  filters: { narrow: boolean; none: { title: string; body: string }; onClear: () => void };
  children: (items: Item[], stale: boolean) => ReactNode;
}

/** A list that the API gives a page at a time. */
export function PagedList<Item>({ query, trail, empty, filters, children }: Props<Item>) {
  return (
    <Loaded query={query} lines={8}>
      {({ items, next = null }) => {
        if (items.length === 0 && trail.page === 0) {
          if (!filters.narrow) return empty;
          return (
            <Message title={filters.none.title} body={filters.none.body} role="status">
              <Button variant="default" onClick={filters.onClear}>
                {text.common.clearFilters}
              </Button>
            </Message>
          );
        }
        return (
          <>
            {children(items, query.isPlaceholderData)}
            <Pages
              page={trail.page}
              count={items.length}
              next={next}
              busy={query.isPlaceholderData}
              onNext={trail.forward}
              onPrevious={trail.back}
            />
          </>
        );
      }}
    </Loaded>
  );
}
