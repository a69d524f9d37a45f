import { Alert, Button } from "@mantine/core";
import { Link } from "wouter";
import { useCampaign } from "../data/campaigns";
import { isUnderWay } from "../data/runState";
import { useRun } from "../data/runs";
import { useSync } from "../data/syncs";
import type { Campaign, Run } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { Loaded } from "../ui/Loaded";
import { MissingPage } from "../ui/MissingPage";
import { type Crumb, Page } from "../ui/Page";
import { Leavers } from "./Leavers";
import { Outcomes } from "./Outcomes";
import { RateSection } from "./RateSection";
import { RunBadge } from "./RunBadge";
import { RunControls } from "./RunControls";
import { RunFacts } from "./RunFacts";
import { RunProgress } from "./RunProgress";
import { RunResult } from "./RunResult";

export function RunPage({ id }: { id: number }) {
  const query = useRun(id);
  return (
    <Loaded
      query={query}
      lines={6}
      missing={
        <MissingPage
          words={{ ...text.runs.notFound, action: text.syncs.toSyncs }}
          href={to.syncs}
        />
      }
    >
      {(run) => <Present run={run} />}
    </Loaded>
  );
}

function Present({ run }: { run: Run }) {
  const sync = useSync(run.syncId).data;
  const campaign = useCampaign(sync?.campaignId ?? 0).data;
  const { failed, skipped } = run.counts;
  return (
    <Page
      title={campaign ? text.runs.heading(campaign.name) : text.runs.headingBare}
      crumbs={crumbsOf(campaign)}
      badge={<RunBadge run={run} />}
      actions={
        isUnderWay(run) ? (
          <RunControls run={run} />
        ) : (
          campaign && (
            <>
              <Button component={Link} href={to.campaign(campaign.id)} variant="default">
                {text.runs.toCampaign}
              </Button>
              <Button component={Link} href={to.usersOf(campaign.id)}>
                {text.runs.users}
              </Button>
            </>
          )
        )
      }
    >
      {isUnderWay(run) ? <RunProgress run={run} /> : <RunResult run={run} />}
      {run.notice && (
        <Alert color="gray" mb="lg">
          {run.notice}
        </Alert>
      )}
      {run.question && <Leavers run={run} />}
      <RunFacts run={run} />
      <RateSection run={run} />
      {failed + skipped > 0 && <Outcomes run={run} />}
    </Page>
  );
}

function crumbsOf(campaign: Campaign | null | undefined): Crumb[] {
  const list = { label: text.shell.tabs.syncs, href: to.syncs };
  return campaign ? [list, { label: campaign.name, href: to.campaign(campaign.id) }] : [list];
}
