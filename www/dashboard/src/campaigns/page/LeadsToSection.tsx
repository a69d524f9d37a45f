import { Button, Radio, Text } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { useChangeCampaign } from "../../data/campaigns";
import type { Campaign, LeadsTo } from "../../data/types";
import { to } from "../../places/places";
import { text } from "../../text";
import { FailedChange } from "../../ui/FailedChange";
import { Section } from "../../ui/Section";
import { Snippet } from "./Snippet";

/**
 * Chooses where a campaign's links lead, the destination or the referral page, and shows the script for a site of
 * one's own.
 */
export function LeadsToSection({ campaign }: { campaign: Campaign }) {
  const words = text.page.leads;
  const change = useChangeCampaign(campaign.id);
  // The choice is shown at once, until the API's answer replaces it.
  const [chosen, setChosen] = useState<LeadsTo | null>(null);
  const leadsTo = chosen ?? campaign.terms.leadsTo;
  const choose = (wanted: string) => {
    if (chosen) return;
    const next = wanted as LeadsTo;
    setChosen(next);
    const terms = { ...campaign.terms, leadsTo: next };
    change.mutate({ terms }, { onSettled: () => setChosen(null) });
  };
  return (
    <Section title={words.title}>
      <Radio.Group aria-label={words.title} value={leadsTo} onChange={choose}>
        <Radio value="destination" label={words.destination} description={words.destinationHint} />
        <Radio mt="sm" value="hostedPage" label={words.hosted} description={words.hostedHint} />
      </Radio.Group>
      <FailedChange error={change.error} onClose={change.reset} />
      <Button component={Link} href={to.page(campaign.id)} variant="default" mt="md">
        {words.edit}
      </Button>
      <Text fw={600} mt="xl" component="h3">
        {text.page.snippet.title}
      </Text>
      <Snippet />
    </Section>
  );
}
