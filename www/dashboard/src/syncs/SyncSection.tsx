import { Text } from "@mantine/core";
import { Link } from "wouter";
import type { Campaign, Sync } from "../api/types";
import { PastRuns } from "../runs/PastRuns";
import { ArrowIcon } from "../shell/icons";
import { Loaded } from "../shell/Loaded";
import { to } from "../shell/places";
import { Section } from "../shell/Section";
import { text } from "../text";
import { OngoingSwitch } from "./OngoingSwitch";
import { useSyncOf } from "./queries";
import classes from "./SyncSection.module.css";

/** A campaign's Promote section: its sync, the way to start it, and what it did so far. */
export function SyncSection({ campaign }: { campaign: Campaign }) {
  const query = useSyncOf(campaign.id);
  return (
    <Loaded query={query} lines={3}>
      {(sync) => (
        <>
          <Section title={text.syncs.promote}>
            <Promote campaign={campaign} sync={sync} />
          </Section>
          {sync && (
            <Section title={text.runs.title}>
              <PastRuns syncId={sync.id} />
            </Section>
          )}
        </>
      )}
    </Loaded>
  );
}

function Promote({ campaign, sync }: { campaign: Campaign; sync: Sync | null }) {
  return (
    <div className={classes.box}>
      {campaign.status !== "archived" && (
        <div className={classes.part}>
          <Link href={to.sync(campaign.id)} className={classes.start}>
            {text.syncs.generate} <ArrowIcon />
          </Link>
          <Text c="dimmed" mt={4}>
            {text.syncs.generateBody}
          </Text>
        </div>
      )}
      {sync && (
        <div className={classes.part}>
          <OngoingSwitch sync={sync} />
        </div>
      )}
    </div>
  );
}
