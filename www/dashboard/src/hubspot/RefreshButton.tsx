import { ActionIcon, Tooltip, VisuallyHidden } from "@mantine/core";
import { useEffect, useState } from "react";
import { useCatalogue, useRefreshCatalogue } from "../data/catalogue";
import { useSession } from "../data/session";
import { text } from "../text";
import { moment } from "../text/format";
import { FailedChange } from "../ui/FailedChange";
import { RefreshIcon } from "../ui/icons";
import classes from "./RefreshButton.module.css";

/**
 * Refreshes properties, lists and pipelines from HubSpot. It starts by itself the first time, and when a missing
 * permission has been granted.
 */
export function RefreshButton() {
  const words = text.wizard;
  const catalogue = useCatalogue().data;
  const refresh = useRefreshCatalogue();
  const portal = useSession().data?.portal;
  const lacking =
    catalogue &&
    ((!catalogue.fetchedAt && !catalogue.problem) ||
      (portal?.listsGranted && catalogue.listsProblem?.reason === "permission") ||
      (portal?.dealsGranted && catalogue.pipelinesProblem?.reason === "permission"));
  const unread = lacking && !catalogue.refreshing && refresh.isIdle;
  const { mutate } = refresh;
  useEffect(() => {
    if (unread) mutate();
  }, [unread, mutate]);
  const busy = refresh.isPending || catalogue?.refreshing === true;
  // A refresh under way may have started before the change that somebody wants to see, so another one follows.
  const [again, setAgain] = useState(false);
  useEffect(() => {
    if (!again || busy) return;
    setAgain(false);
    mutate();
  }, [again, busy, mutate]);
  const asOf = catalogue?.fetchedAt
    ? words.refreshed(moment(catalogue.fetchedAt))
    : words.neverRefreshed;
  return (
    <>
      <Tooltip label={busy ? words.refreshing : asOf}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={words.refresh}
          className={busy ? classes.turning : undefined}
          onClick={() => setAgain(true)}
        >
          <RefreshIcon />
        </ActionIcon>
      </Tooltip>
      <VisuallyHidden role="status">{busy ? words.refreshing : asOf}</VisuallyHidden>
      <FailedChange error={refresh.error} onClose={refresh.reset} />
    </>
  );
}
