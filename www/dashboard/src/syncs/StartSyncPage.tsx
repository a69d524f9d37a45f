import { Stepper } from "@mantine/core";
import { Redirect, useLocation } from "wouter";
import type { Campaign, Sync } from "../api/types";
import { useCampaign } from "../campaigns/queries";
import { Loaded } from "../shell/Loaded";
import { NotFound } from "../shell/NotFound";
import { Page } from "../shell/Page";
import { STEPS, type Step, to } from "../shell/places";
import { text } from "../text";
import { AudienceStep } from "./AudienceStep";
import { MappingStep } from "./MappingStep";
import { useSyncOf } from "./queries";
import { StartStep } from "./StartStep";
import classes from "./StartSyncPage.module.css";

interface Props {
  campaignId: number;
  /** The step that the address names: a reload stays at it, and the browser's Back goes back. */
  step: string;
}

export function StartSyncPage({ campaignId, step }: Props) {
  const campaign = useCampaign(campaignId);
  const sync = useSyncOf(campaignId);
  const known = STEPS.find((name) => name === step);
  if (!known) return <Redirect to={to.sync(campaignId)} replace />;
  return (
    <Loaded query={campaign} lines={5}>
      {(present) =>
        present && present.status !== "archived" ? (
          <Page
            title={text.syncLabel}
            crumbs={[
              { label: text.campaigns.title, href: to.campaigns },
              { label: present.name, href: to.campaign(campaignId) },
            ]}
          >
            <Loaded query={sync} lines={5}>
              {(found) => <Flow campaign={present} sync={found} step={known} />}
            </Loaded>
          </Page>
        ) : (
          <NotFound />
        )
      }
    </Loaded>
  );
}

function Flow({ campaign, sync, step }: { campaign: Campaign; sync: Sync | null; step: Step }) {
  const [, go] = useLocation();
  const words = text.syncs.flow;
  const active = STEPS.indexOf(step);
  const goTo = (index: number) => {
    const name = STEPS[index];
    go(name ? to.sync(campaign.id, name) : to.campaign(campaign.id));
  };
  const next = () => goTo(active + 1);
  const back = () => goTo(active - 1);
  return (
    <div className={classes.flow}>
      <nav aria-label={words.stepsLabel}>
        <Stepper
          active={active}
          onStepClick={goTo}
          allowNextStepsSelect={false}
          size="xs"
          iconSize={26}
          classNames={{ steps: classes.steps ?? "", stepLabel: classes.label ?? "" }}
        >
          {STEPS.map((name) => (
            <Stepper.Step
              key={name}
              label={words.steps[name]}
              aria-current={name === step ? "step" : undefined}
            />
          ))}
        </Stepper>
      </nav>
      {step === "audience" && <AudienceStep onNext={next} onBack={back} />}
      {step === "properties" && (
        <MappingStep campaign={campaign} sync={sync} onNext={next} onBack={back} />
      )}
      {step === "start" && <StartStep campaign={campaign} sync={sync} onBack={back} />}
    </div>
  );
}
