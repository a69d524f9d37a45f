import { Select } from "@mantine/core";
import type { Campaign } from "../data/types";
import { text } from "../text";
import classes from "./wizard.module.css";

interface Props {
  campaigns: Campaign[];
  campaignId: number;
  onChoose: (id: number) => void;
}

export function CampaignField({ campaigns, campaignId, onChoose }: Props) {
  const words = text.wizard.audience;
  return (
    <Select
      className={classes.field ?? ""}
      label={words.campaign}
      description={words.campaignHint}
      placeholder={words.campaignPlaceholder}
      allowDeselect={false}
      searchable={campaigns.length > 8}
      value={campaignId ? String(campaignId) : null}
      onChange={(id) => onChoose(Number(id ?? 0))}
      data={campaigns.map(({ id, name }) => ({ value: String(id), label: name }))}
    />
  );
}
