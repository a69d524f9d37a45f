/** Enrols the contact in a campaign: one button, and a selection before it if there are several. */
import { Flex, LoadingButton, Select } from "@hubspot/ui-extensions";
import { type ReactNode, useState } from "react";
import type { Campaign } from "./answer";
import type { Layout } from "./host";
import { texts } from "./texts";

export interface Enrolment {
  campaigns: readonly Campaign[];
  layout: Layout;
  enrollingIn: number | null;
  isBusy: boolean;
  onEnrol: (campaignId: number) => void;
}

interface Props extends Enrolment {
  /** Further content beside the button. */
  children?: ReactNode;
}

export function EnrolForm({ campaigns, enrollingIn, isBusy, onEnrol, children }: Props) {
  const [chosenId, choose] = useState<number | null>(null);
  const chosen = campaigns.find(({ id }) => id === chosenId) ?? campaigns[0];
  if (chosen === undefined) {
    return null;
  }
  return (
    <Flex direction="column" gap="sm" align="start">
      {campaigns.length > 1 && (
        <Select
          name="enrolment"
          label={texts.chooseCampaign}
          readOnly={isBusy}
          value={chosen.id}
          options={campaigns.map(({ id, name }) => ({ label: name, value: id }))}
          onChange={(value) => choose(Number(value))}
        />
      )}
      <Flex direction="row" gap="sm" align="center">
        <LoadingButton
          variant="primary"
          size="sm"
          truncate={true}
          loading={enrollingIn !== null}
          disabled={isBusy}
          onClick={() => onEnrol(chosen.id)}
        >
          {campaigns.length > 1 ? texts.enrol : texts.enrolIn(chosen.name)}
        </LoadingButton>
        {children}
      </Flex>
    </Flex>
  );
}
