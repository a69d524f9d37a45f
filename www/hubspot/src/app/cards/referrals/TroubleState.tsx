/** Says what went wrong, why, and what to do. */
import { Alert, Button, ErrorState, Flex, Text } from "@hubspot/ui-extensions";
import type { Layout } from "./host";
import { texts } from "./texts";
import { isWorthRetrying, type Trouble } from "./trouble";

interface NoteProps {
  trouble: Trouble;
  onRetry: () => void;
}

/** Replaces an answer that never came. */
export function TroubleState({ layout, ...props }: NoteProps & { layout: Layout }) {
  if (layout === "sidebar") {
    return <TroubleNote {...props} />;
  }
  const { title, reason, remedy } = texts.trouble(props.trouble);
  return (
    <ErrorState title={title}>
      <Flex direction="column" gap="sm" align="center">
        <Text>{`${reason} ${remedy}`}</Text>
        <Retry {...props} />
      </Flex>
    </ErrorState>
  );
}

/** Stands above the last answer, which stays on screen. */
export function TroubleNote(props: NoteProps) {
  const { title, reason, remedy } = texts.trouble(props.trouble);
  return (
    <Alert title={title} variant="danger">
      <Flex direction="column" gap="sm" align="start">
        <Text>{`${reason} ${remedy}`}</Text>
        <Retry {...props} />
      </Flex>
    </Alert>
  );
}

function Retry({ trouble, onRetry }: NoteProps) {
  return isWorthRetrying(trouble) ? (
    <Button variant="secondary" size="sm" onClick={onRetry}>
      {texts.retry}
    </Button>
  ) : null;
}
