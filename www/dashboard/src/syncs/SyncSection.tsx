import { Text } from "@mantine/core";
import { Link } from "wouter";
import { useSyncOf } from "../data/syncs";
import type { Campaign, Sync } from "../data/types";
import { to } from "../places/places";
import { PastRuns } from "../runs/PastRuns";
import { text } from "../text";
import { ArrowIcon } from "../ui/icons";
import { Loaded } from "../ui/Loaded";
import { Section } from "../ui/Section";
import { LeaverBanner } from "./LeaverBanner";
import { OngoingSwitch } from "./OngoingSwitch";
import classes from "./SyncSection.module.css";

/** The Promote section of a campaign: its sync, how to start it, and its past runs. */
export function SyncSection({ campaign }: { campaign: Campaign }) {
  const query = useSyncOf(campaign.id);
  return (
    <Loaded query={query} lines={3}>
      {(sync) => (
        <>
          <LeaverBanner campaignId={campaign.id} />
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
