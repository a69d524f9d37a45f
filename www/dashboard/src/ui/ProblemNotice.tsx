import { Alert, Button, Text } from "@mantine/core";
import { text } from "../text";
import { AlertIcon } from "./icons";
import { asProblem } from "./problem";

interface Props {
  error: unknown;
  onRetry?: (() => void) | undefined;
}

/** Explains a failure in two sentences: what happened, in the API's words if it gave any, and what to do. */
export function ProblemNotice({ error, onRetry }: Props) {
  const problem = asProblem(error);
  const words = text.problems[problem.kind];
  // An answer that cannot be read has only a technical detail, which nobody needs to see.
  const said = problem.kind === "unreadable" ? undefined : problem.said.detail;
  return (
    <Alert
      color={problem.kind === "unreachable" || problem.kind === "busy" ? "yellow" : "red"}
      icon={<AlertIcon />}
      title={words.title}
      role="alert"
    >
      {said && <Text size="md">{said}</Text>}
      <Text size="md">{words.todo}</Text>
      {problem.kind === "unreadable" ? (
        <Button mt="sm" size="xs" variant="default" onClick={() => window.location.reload()}>
          {text.common.reload}
        </Button>
      ) : (
        onRetry && (
          <Button mt="sm" size="xs" variant="default" onClick={onRetry}>
            {text.common.retry}
          </Button>
        )
      )}
    </Alert>
  );
}
