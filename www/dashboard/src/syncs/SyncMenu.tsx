import { ActionIcon, Menu } from "@mantine/core";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { useEndSync, useRunSync } from "../data/syncs";
import type { Sync } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { Confirm } from "../ui/Confirm";
import { FailedChange } from "../ui/FailedChange";
import { DotsIcon } from "../ui/icons";

/** What can be done with a sync: run it, change it, end it. */
export function SyncMenu({ sync, campaign }: { sync: Sync; campaign: string }) {
  const words = text.syncs.menu;
  const [, go] = useLocation();
  const [ending, setEnding] = useState(false);
  const run = useRunSync(sync);
  const end = useEndSync(sync);
  return (
    <>
      <Menu position="bottom-end" width={180}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            loading={run.isPending}
            aria-label={words.label(campaign)}
          >
            <DotsIcon />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            onClick={() => run.mutate(undefined, { onSuccess: ({ id }) => go(to.run(id)) })}
          >
            {words.run}
          </Menu.Item>
          <Menu.Item component={Link} href={to.sync(sync.campaignId)}>
            {words.edit}
          </Menu.Item>
          <Menu.Item c="var(--mantine-color-error)" onClick={() => setEnding(true)}>
            {words.end}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Confirm
        opened={ending}
        title={words.endTitle(campaign)}
        body={words.endBody}
        action={words.end}
        busy={end.isPending}
        error={end.error}
        onConfirm={() => end.mutate(undefined, { onSuccess: () => setEnding(false) })}
        onClose={() => setEnding(false)}
      />
      <FailedChange error={run.error} onClose={run.reset} />
    </>
  );
}
