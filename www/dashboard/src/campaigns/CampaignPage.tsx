import { Alert, Anchor } from "@mantine/core";
import { lazy, Suspense } from "react";
import { Link } from "wouter";
import { useCampaign } from "../data/campaigns";
import type { Campaign } from "../data/types";
import { to } from "../places/places";
import { SyncAction } from "../syncs/SyncAction";
import { SyncSection } from "../syncs/SyncSection";
import { text } from "../text";
import { number } from "../text/format";
import { TransferMenu } from "../transfer/TransferMenu";
import { Facts } from "../ui/Facts";
import { ExternalIcon } from "../ui/icons";
import { Loaded } from "../ui/Loaded";
import { Moment } from "../ui/Moment";
import { Page } from "../ui/Page";
import { Waiting } from "../ui/Waiting";
import { CampaignActivity } from "./CampaignActivity";
import { CampaignBadge } from "./CampaignBadge";
import { CampaignMenu } from "./CampaignMenu";
import classes from "./CampaignPage.module.css";
import { Funnel } from "./Funnel";
import { Leaderboard } from "./Leaderboard";
import { LinkPreview } from "./LinkPreview";
import { NoCampaign } from "./NoCampaign";
import { LeadsToSection } from "./page/LeadsToSection";
import { ReferredBySection } from "./referredBy/ReferredBySection";

// A visit never starts here, so it loads on demand.
const RulesSection = lazy(() => import("./rules/RulesSection"));

const CRUMBS = [{ label: text.campaigns.title, href: to.campaigns }];

export function CampaignPage({ id }: { id: number }) {
  const query = useCampaign(id);
  return (
    <Loaded query={query} lines={6}>
      {(campaign) => (campaign ? <Present campaign={campaign} /> : <NoCampaign />)}
    </Loaded>
  );
}

function Present({ campaign }: { campaign: Campaign }) {
  return (
    <Page
      title={campaign.name}
      crumbs={CRUMBS}
      badge={<CampaignBadge status={campaign.status} />}
      actions={
        <>
          <TransferMenu kind="referrals" campaignId={campaign.id} />
          <CampaignMenu campaign={campaign} labelled />
          {campaign.status !== "archived" && <SyncAction campaign={campaign} />}
        </>
      }
    >
      <StatusNote status={campaign.status} />
      <div className={classes.facts}>
        <Facts facts={factsOf(campaign)} />
      </div>
      <Funnel campaign={campaign} />
      <Leaderboard campaign={campaign} />
      <CampaignActivity id={campaign.id} />
      <LinkPreview campaign={campaign} />
      <Suspense fallback={<Waiting lines={3} />}>
        <RulesSection campaign={campaign} />
      </Suspense>
      <LeadsToSection campaign={campaign} />
      <ReferredBySection campaign={campaign} />
      <SyncSection campaign={campaign} />
    </Page>
  );
}

function factsOf({
  id,
  destination,
  referrers,
  peopleReferred,
  attributionWindowDays,
  createdAt,
}: Campaign): Parameters<typeof Facts>[0]["facts"] {
  const words = text.campaigns.facts;
  return [
    [
      words.referrers,
      <Anchor key="referrers" component={Link} href={to.usersOf(id)} inherit>
        {number(referrers)}
      </Anchor>,
    ],
    [
      text.charts.measures.peopleReferred,
      <Anchor key="referrals" component={Link} href={to.referralsOf(id)} inherit>
        {number(peopleReferred)}
      </Anchor>,
    ],
    [
      words.destination,
      <Anchor key="destination" href={destination} target="_blank" rel="noreferrer" inherit>
        {destination.replace(/^https:\/\//, "")} <ExternalIcon />
      </Anchor>,
    ],
    [words.window, words.days(attributionWindowDays)],
    [words.created, <Moment key="created" iso={createdAt} dayOnly />],
  ];
}

function StatusNote({ status }: { status: Campaign["status"] }) {
  if (status === "live") return null;
  const { title, body } =
    status === "paused" ? text.campaigns.pausedNote : text.campaigns.archivedNote;
  return (
    <Alert color={status === "paused" ? "yellow" : "gray"} title={title} mb="lg">
      {body}
    </Alert>
  );
}
