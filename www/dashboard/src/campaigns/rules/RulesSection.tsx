import { Alert, Button, Menu, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useChangeCampaign } from "../../data/campaigns";
import { useCatalogue } from "../../data/catalogue";
import { useSession } from "../../data/session";
import type { Campaign, Rule } from "../../data/types";
import { ConnectButton } from "../../hubspot/ConnectButton";
import { RefreshButton } from "../../hubspot/RefreshButton";
import { text } from "../../text";
import { Confirm } from "../../ui/Confirm";
import { DotsMenu, HarmfulItem } from "../../ui/DotsMenu";
import { Section } from "../../ui/Section";
import classes from "./RulesSection.module.css";
import { isAboutDeals, ruleText } from "./rules";
import { TermsFields } from "./TermsFields";

const RulePanel = lazy(() => import("./RulePanel"));

type Open = { panel: "rule"; rule: Rule | null } | { panel: "remove"; rule: Rule } | null;

/** Edits the rules that make a campaign's referrals successful, and who can be referred. */
export default function RulesSection({ campaign }: { campaign: Campaign }) {
  const words = text.rules;
  const catalogue = useCatalogue().data;
  const [open, setOpen] = useState<Open>(null);
  const change = useChangeCampaign(campaign.id);
  const close = () => {
    setOpen(null);
    change.reset();
  };
  const { rules = [] } = campaign.terms;
  const store = (next: Rule[]) =>
    change.mutate({ terms: { ...campaign.terms, rules: next } }, { onSuccess: close });
  const removed = open?.panel === "remove" ? open.rule : null;
  return (
    <Section
      title={words.title}
      aside={
        <div className={classes.tools}>
          <RefreshButton />
          <Button variant="default" onClick={() => setOpen({ panel: "rule", rule: null })}>
            {words.add}
          </Button>
        </div>
      }
    >
      <Text c="dimmed" mb="sm">
        {rules.length === 0 ? words.none : words.any}
      </Text>
      {rules.some(isAboutDeals) && <DealsNote />}
      {rules.length > 0 && (
        <ul className={classes.rules} aria-label={words.list}>
          {rules.map((rule) => (
            <li key={rule.id}>
              <span className={classes.rule}>
                {ruleText(rule, catalogue)} {rule.holdDays ? words.held(rule.holdDays) : ""}
              </span>
              <RuleMenu
                name={ruleText(rule, catalogue)}
                onEdit={() => setOpen({ panel: "rule", rule })}
                onRemove={() => setOpen({ panel: "remove", rule })}
              />
            </li>
          ))}
        </ul>
      )}
      <TermsFields campaign={campaign} catalogue={catalogue} />
      {open?.panel === "rule" && (
        <Suspense>
          <RulePanel
            campaign={campaign}
            rule={open.rule}
            busy={change.isPending}
            error={change.error}
            onSubmit={store}
            onClose={close}
          />
        </Suspense>
      )}
      <Confirm
        opened={removed !== null}
        title={words.removeTitle}
        body={removed ? words.removeBody(ruleText(removed, catalogue)) : ""}
        action={words.remove}
        busy={change.isPending}
        error={change.error}
        onConfirm={() => store(rules.filter(({ id }) => id !== removed?.id))}
        onClose={close}
      />
    </Section>
  );
}

/** Warns that rules about deals do nothing until Goodword may read deals. */
function DealsNote() {
  const words = text.rules.deals;
  const portal = useSession().data?.portal;
  if (!portal || portal.dealsGranted) return null;
  return (
    <Alert color="yellow" mb="md">
      <Text>{words.unread}</Text>
      <ConnectButton scopes="deals" size="xs" variant="default" mt="sm">
        {words.action}
      </ConnectButton>
    </Alert>
  );
}

interface MenuProps {
  name: string;
  onEdit: () => void;
  onRemove: () => void;
}

function RuleMenu({ name, onEdit, onRemove }: MenuProps) {
  const words = text.rules;
  return (
    <DotsMenu label={`${text.campaigns.actions}: ${name}`}>
      <Menu.Item onClick={onEdit}>{words.edit}</Menu.Item>
      <HarmfulItem onClick={onRemove}>{words.remove}</HarmfulItem>
    </DotsMenu>
  );
}
