import { useState } from "react";
import { ActivitySection, type Period } from "../charts/ActivitySection";
import { useCampaignActivity } from "../data/campaigns";
import { text } from "../text";

export function CampaignActivity({ id }: { id: number }) {
  const [days, setDays] = useState<Period>(30);
  const query = useCampaignActivity(id, days);
  return (
    <ActivitySection title={text.campaigns.activity} query={query} days={days} onDays={setDays} />
  );
}
