import type { Campaign } from "../data/types";
import { text } from "../text";
import { AudienceChoice } from "./AudienceChoice";
import { AudienceCount } from "./AudienceCount";
import { CampaignField } from "./CampaignField";
import { StepFoot } from "./StepFoot";
import { StepSection } from "./StepSection";
import type { StepProps } from "./steps";

interface Props extends StepProps {
  campaigns: Campaign[];
  onCampaign: (id: number) => void;
}

export function AudienceStep(props: Props) {
  const { campaign, campaigns, setting, problem, change, onNext, onCampaign } = props;
  const { draft, catalogue } = setting;
  return (
    <StepSection
      title={text.wizard.audience.title}
      lead={<CampaignField campaigns={campaigns} campaignId={campaign.id} onChoose={onCampaign} />}
    >
      <AudienceChoice draft={draft} catalogue={catalogue} onChange={change} />
      {problem === null && (
        <AudienceCount audience={{ lists: draft.lists, excludedLists: draft.excludedLists }} />
      )}
      <StepFoot onNext={onNext} problem={problem} />
    </StepSection>
  );
}
