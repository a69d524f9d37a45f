import { useState } from "react";
import { ActivitySection, type Period } from "../charts/ActivitySection";
import { text } from "../text";
import { useCampaignActivity } from "./queries";

export function CampaignActivity({ id }: { id: number }) {
  const [days, setDays] = useState<Period>(30);
  const query = useCampaignActivity(id, days);
  return (
    <ActivitySection title={text.campaigns.activity} query={query} days={days} onDays={setDays} />
  );
}
