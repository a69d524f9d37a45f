import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { useChangeCampaign, useCreateCampaign } from "../data/campaigns";
import type { Campaign } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { CampaignForm } from "./CampaignForm";

interface PanelProps {
  opened: boolean;
  onClose: () => void;
}

/** Creates a campaign, and goes to its page. */
export function CreateCampaignPanel({ opened, onClose }: PanelProps) {
  const create = useCreateCampaign();
  const [, go] = useLocation();
  return (
    <Panel title={text.campaigns.form.createTitle} opened={opened} onClose={onClose}>
      <CampaignForm
        busy={create.isPending}
        error={create.error}
        onSubmit={(values) => create.mutate(values, { onSuccess: ({ id }) => go(to.campaign(id)) })}
        onCancel={onClose}
      />
    </Panel>
  );
}

export function EditCampaignPanel({
  campaign,
  opened,
  onClose,
}: PanelProps & { campaign: Campaign }) {
  const change = useChangeCampaign(campaign.id);
  return (
    <Panel title={text.campaigns.form.editTitle} opened={opened} onClose={onClose}>
      <CampaignForm
        campaign={campaign}
        busy={change.isPending}
        error={change.error}
        onSubmit={(values) => change.mutate(values, { onSuccess: onClose })}
        onCancel={onClose}
      />
    </Panel>
  );
}

function Panel({
  title,
  opened,
  onClose,
  children,
}: PanelProps & { title: string; children: ReactNode }) {
  return (
    <Drawer opened={opened} onClose={onClose} title={title}>
      {children}
    </Drawer>
  );
}
