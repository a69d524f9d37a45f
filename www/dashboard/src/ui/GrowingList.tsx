import { Button, Text } from "@mantine/core";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { text } from "../text";
import { Loaded } from "./Loaded";

interface Props<Item> {
  query: UseInfiniteQueryResult<Item[], Error>;
  empty: string;
  children: (items: Item[]) => ReactNode;
}

/** A list that grows by a page whenever somebody asks for more. */
export function GrowingList<Item>({ query, empty, children }: Props<Item>) {
  return (
    <>
      <Loaded query={query} lines={4}>
        {(items) => (items.length === 0 ? <Text c="dimmed">{empty}</Text> : children(items))}
      </Loaded>
      {query.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {text.common.more}
        </Button>
      )}
    </>
  );
}
