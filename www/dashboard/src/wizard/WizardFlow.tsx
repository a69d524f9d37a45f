import { Alert, Text } from "@mantine/core";
import { useLocation } from "wouter";
import { useCatalogue } from "../data/catalogue";
import { useSession } from "../data/session";
import { useTakenProperties } from "../data/syncs";
import type { Campaign, Catalogue, Sync } from "../data/types";
import { STEPS, type Step, to } from "../places/places";
import { text } from "../text";
import { Loaded } from "../ui/Loaded";
import { AudienceStep } from "./AudienceStep";
import { useDraft } from "./draft";
import { FieldsStep } from "./FieldsStep";
import { PropertiesStep } from "./PropertiesStep";
import { StartStep } from "./StartStep";
import { Steps } from "./Steps";
import { type Setting, stepProblem } from "./settings";
import classes from "./wizard.module.css";

interface Props {
  campaigns: Campaign[];
  campaign: Campaign;
  sync: Sync | null;
  step: Step;
}

/** The steps, once the campaign and the content of HubSpot are known. */
export function WizardFlow(props: Props) {
  const catalogue = useCatalogue();
  return (
    <Loaded query={catalogue} lines={6}>
      {(known) => <Flow {...props} catalogue={known} />}
    </Loaded>
  );
}

function Flow({ campaigns, campaign, sync, step, catalogue }: Props & { catalogue: Catalogue }) {
  const [, go] = useLocation();
  const portalId = useSession().data?.portal.id ?? 0;
  const { draft, change, forget } = useDraft(portalId, campaign.id, sync);
  const taken = useTakenProperties(campaign.id);
  const setting: Setting = { campaignId: campaign.id, draft, catalogue, taken };
  const at = STEPS.indexOf(step);
  const goTo = (index: number) => {
    const name = STEPS[index];
    if (name) go(to.sync(campaign.id, name));
  };
  const common = {
    campaign,
    sync,
    setting,
    problem: stepProblem(setting, step),
    change,
    onNext: () => goTo(at + 1),
    onBack: () => goTo(at - 1),
  };
  return (
    <div className={classes.flow}>
      <Steps step={step} onStep={(name) => go(to.sync(campaign.id, name))} />
      {catalogue.problem && (
        <Alert color="yellow" title={text.wizard.refreshFailed} mb="lg">
          {catalogue.problem}
        </Alert>
      )}
      {sync && step === "audience" && (
        <Text c="dimmed" mb="lg">
          {text.wizard.changes}
        </Text>
      )}
      {step === "audience" && (
        <AudienceStep
          {...common}
          campaigns={campaigns}
          onCampaign={(id) => go(to.sync(id), { replace: true })}
        />
      )}
      {step === "fields" && <FieldsStep {...common} />}
      {step === "properties" && <PropertiesStep {...common} />}
      {step === "start" && <StartStep {...common} forget={forget} />}
    </div>
  );
}
