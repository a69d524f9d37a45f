import { Button } from "@mantine/core";
import { Link, Redirect, useLocation } from "wouter";
import { useCampaigns } from "../data/campaigns";
import { useSyncOf } from "../data/syncs";
import type { Campaign } from "../data/types";
import { RefreshButton } from "../hubspot/RefreshButton";
import { STEPS, type Step, to } from "../places/places";
import { text } from "../text";
import { Loaded } from "../ui/Loaded";
import { Message } from "../ui/Message";
import { Page } from "../ui/Page";
import { CampaignField } from "./CampaignField";
import { StepFoot } from "./StepFoot";
import { Steps } from "./Steps";
import { WizardFlow } from "./WizardFlow";
import classes from "./wizard.module.css";

interface Props {
  /** 0: not chosen yet. */
  campaignId: number;
  /** Shows the step in the address, so a reload stays there and the browser's Back button goes back. */
  step: string;
}

export default function WizardPage({ campaignId, step }: Props) {
  const campaigns = useCampaigns();
  const known = STEPS.find((name) => name === step);
  if (!known) return <Redirect to={to.sync(campaignId || null)} replace />;
  return (
    <Page title={text.syncLabel} lead={<RefreshButton />}>
      <Loaded query={campaigns} lines={5}>
        {(all) => (
          <InCampaign
            campaigns={all.filter(({ status }) => status !== "archived")}
            campaignId={campaignId}
            step={known}
          />
        )}
      </Loaded>
    </Page>
  );
}

interface InCampaignProps {
  campaigns: Campaign[];
  campaignId: number;
  step: Step;
}

function InCampaign({ campaigns, campaignId, step }: InCampaignProps) {
  const campaign = campaigns.find(({ id }) => id === campaignId);
  const sync = useSyncOf(campaignId);
  const [only, ...others] = campaigns;
  if (!only) return <NoCampaign />;
  if (!campaign && others.length === 0) return <Redirect to={to.sync(only.id)} replace />;
  if (!campaign) return <WhichCampaign campaigns={campaigns} />;
  return (
    <Loaded query={sync} lines={5}>
      {(found) => (
        <WizardFlow
          key={campaign.id}
          campaigns={campaigns}
          campaign={campaign}
          sync={found}
          step={step}
        />
      )}
    </Loaded>
  );
}

function WhichCampaign({ campaigns }: { campaigns: Campaign[] }) {
  const [, go] = useLocation();
  return (
    <div className={classes.flow}>
      <Steps step="audience" onStep={() => undefined} />
      <CampaignField
        campaigns={campaigns}
        campaignId={0}
        onChoose={(id) => go(to.sync(id), { replace: true })}
      />
      <StepFoot onNext={() => undefined} problem={text.wizard.why.campaign} />
    </div>
  );
}

function NoCampaign() {
  const words = text.wizard.noCampaigns;
  return (
    <Message title={words.title} body={words.body}>
      <Button component={Link} href={to.campaigns}>
        {words.action}
      </Button>
    </Message>
  );
}
