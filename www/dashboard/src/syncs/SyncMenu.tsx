import { Menu } from "@mantine/core";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { useEndSync, useRunSync } from "../data/syncs";
import type { Sync } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { Confirm } from "../ui/Confirm";
import { DotsMenu, HarmfulItem } from "../ui/DotsMenu";
import { FailedChange } from "../ui/FailedChange";

/** The actions on a sync: run, change, end. */
export function SyncMenu({ sync, campaign }: { sync: Sync; campaign: string }) {
  const words = text.syncs.menu;
  const [, go] = useLocation();
  const [ending, setEnding] = useState(false);
  const run = useRunSync(sync);
  const end = useEndSync(sync);
  return (
    <>
      <DotsMenu label={words.label(campaign)} busy={run.isPending}>
        <Menu.Item onClick={() => run.mutate(undefined, { onSuccess: ({ id }) => go(to.run(id)) })}>
          {words.run}
        </Menu.Item>
        <Menu.Item component={Link} href={to.sync(sync.campaignId)}>
          {words.edit}
        </Menu.Item>
        <HarmfulItem onClick={() => setEnding(true)}>{words.end}</HarmfulItem>
      </DotsMenu>
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
