import { Box, Input, Switch } from "@mantine/core";
import { useId, useState } from "react";
import { useChangeCampaign } from "../../data/campaigns";
import type { Campaign, Catalogue } from "../../data/types";
import { PropertySelect } from "../../hubspot/PropertySelect";
import { text } from "../../text";
import { ProblemNotice } from "../../ui/ProblemNotice";
import classes from "./RulesSection.module.css";

type Terms = Campaign["terms"];

interface Props {
  campaign: Campaign;
  catalogue: Catalogue | undefined;
}

/** Chooses who can be referred, and the property in which a code arrives. Each choice is saved at once. */
export function TermsFields({ campaign, catalogue }: Props) {
  const words = text.rules;
  const hint = useId();
  const change = useChangeCampaign(campaign.id);
  // The choice is shown at once, until the API's answer replaces it.
  const [chosen, setChosen] = useState<Terms | null>(null);
  const terms = chosen ?? campaign.terms;
  const choose = (part: Partial<Terms>) => {
    if (chosen) return;
    const next = { ...campaign.terms, ...part };
    setChosen(next);
    change.mutate({ terms: next }, { onSettled: () => setChosen(null) });
  };
  const texts = catalogue?.properties.filter(({ type }) => type === "string") ?? [];
  return (
    <div className={classes.fields}>
      <Switch
        label={words.customers}
        aria-label={words.customers}
        aria-describedby={hint}
        description={<span id={hint}>{words.customersHint}</span>}
        checked={terms.existingCustomersCount ?? false}
        onChange={({ currentTarget }) => choose({ existingCustomersCount: currentTarget.checked })}
      />
      <Input.Wrapper label={words.arrival} description={words.arrivalHint} labelElement="div">
        <Box mt="xs">
          <PropertySelect
            label={words.arrival}
            placeholder={words.arrivalNone}
            properties={texts}
            value={terms.arrivalProperty ?? null}
            clearable
            onChange={(name) => choose({ arrivalProperty: name })}
          />
        </Box>
      </Input.Wrapper>
      {change.isError && <ProblemNotice error={change.error} />}
    </div>
  );
}
