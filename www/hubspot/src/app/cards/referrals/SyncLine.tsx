/**
 * When these results were last written to the contact's properties, and why newer ones are not
 * there yet.
 */
import { Alert, Flex, Inline, Tag, Text, Tooltip } from "@hubspot/ui-extensions";
import type { Referrer } from "./answer";
import { exact, relative } from "./moment";
import { texts } from "./texts";

interface Props {
  referrer: Referrer;
  now: Date;
  locale: string | undefined;
}

export function SyncLine({ referrer, now, locale }: Props) {
  const { lastSyncedAt, syncState, syncProblem } = referrer;
  return (
    <Flex direction="column" gap="sm">
      {lastSyncedAt === null ? (
        <Text variant="microcopy">
          {syncState === "waiting" ? texts.firstSyncWaiting : texts.neverSynced}
        </Text>
      ) : (
        <Inline align="center" gap="xs">
          <Text variant="microcopy">{texts.lastSynced}</Text>
          <Tag inline={true} overlay={<Tooltip>{exact(new Date(lastSyncedAt), locale)}</Tooltip>}>
            {relative(new Date(lastSyncedAt), now, locale)}
          </Tag>
        </Inline>
      )}
      {lastSyncedAt !== null && syncState === "waiting" && (
        <Text variant="microcopy">{texts.syncWaiting}</Text>
      )}
      {syncState === "failed" && (
        <Alert title={texts.syncFailed.title} variant="warning">
          {`${syncProblem ?? texts.syncFailed.reason} ${texts.syncFailed.remedy}`}
        </Alert>
      )}
    </Flex>
  );
}
