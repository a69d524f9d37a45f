import { Box } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { text } from "../text";
import { Message } from "./Message";
import { ProblemNotice } from "./ProblemNotice";
import { asProblem } from "./problem";
import { Waiting } from "./Waiting";

interface Props<T> {
  query: UseQueryResult<T, Error>;
  /** The number of placeholder lines while loading. */
  lines?: number;
  /** Replaces the problem if the API says that the thing does not exist. */
  missing?: ReactNode;
  children: (data: T) => ReactNode;
}

/** Shows an answer of the API in each of its states: loading, offline, failed, loaded, loaded but outdated. */
export function Loaded<T>({ query, lines = 3, missing, children }: Props<T>) {
  if (query.data === undefined) {
    if (query.isError) {
      if (missing && asProblem(query.error).kind === "missing") return missing;
      return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
    }
    if (query.fetchStatus === "paused") {
      const words = text.shell.offline;
      return <Message title={words.title} body={words.body} role="status" />;
    }
    return <Waiting lines={lines} />;
  }
  return (
    <>
      {query.isError && (
        <Box mb="md">
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        </Box>
      )}
      {children(query.data)}
    </>
  );
}
