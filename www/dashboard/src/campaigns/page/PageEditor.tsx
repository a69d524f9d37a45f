import { Alert, Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useCampaign, useChangeCampaign } from "../../data/campaigns";
import { usePagePreview } from "../../data/pagePreview";
import type { Campaign, NewPagePreview } from "../../data/types";
import { to } from "../../places/places";
import { text } from "../../text";
import { Loaded } from "../../ui/Loaded";
import { Page } from "../../ui/Page";
import { ProblemNotice } from "../../ui/ProblemNotice";
import { asProblem } from "../../ui/problem";
import { NoCampaign } from "../NoCampaign";
import { AfterFields } from "./AfterFields";
import { type Draft, draftOf, pageOf } from "./draft";
import { LookFields } from "./LookFields";
import { PagePreview } from "./PagePreview";
import classes from "./page.module.css";
import { QuestionFields } from "./QuestionFields";
import { TextFields } from "./TextFields";

// The preview waits half a second after the last letter.
const PAUSE_MS = 500;

/** Edits a campaign's referral page, with a preview beside it. */
export default function PageEditor({ id }: { id: number }) {
  const query = useCampaign(id);
  return (
    <Loaded query={query} lines={6}>
      {(campaign) => (campaign ? <Editor key={id} campaign={campaign} /> : <NoCampaign />)}
    </Loaded>
  );
}

function Editor({ campaign }: { campaign: Campaign }) {
  const words = text.page.editor;
  const [draft, setDraft] = useState<Draft>(() => draftOf(campaign.page));
  const [language, setLanguage] = useState(draft.texts[0]?.language ?? null);
  const [thanks, setThanks] = useState(false);
  const save = useChangeCampaign(campaign.id);
  // The first question also adds the first language.
  const present = draft.texts.find((texts) => texts.language === language) ?? draft.texts[0];
  const shown: NewPagePreview = {
    page: pageOf(draft),
    language: present?.language ?? null,
    thanks,
  };
  // The text is compared, because the object is another one at each turn.
  const [wanted] = useDebouncedValue(JSON.stringify(shown), PAUSE_MS);
  const preview = usePagePreview(campaign.id, JSON.parse(wanted));
  const change = (part: Partial<Draft>) => {
    setDraft((old) => ({ ...old, ...part }));
    // A save that is under way may still fail, and is to say so.
    if (!save.isPending) save.reset();
  };
  const { said } = asProblem(save.error ?? preview.error);
  const faults = { [said.field ?? ""]: said.detail };
  const parts = { draft, faults, onChange: change };
  return (
    <Page
      title={words.of(campaign.name)}
      crumbs={[
        { label: text.campaigns.title, href: to.campaigns },
        { label: campaign.name, href: to.campaign(campaign.id) },
      ]}
      actions={
        <Button loading={save.isPending} onClick={() => save.mutate({ page: pageOf(draft) })}>
          {save.isSuccess ? words.saved : words.save}
        </Button>
      }
    >
      {campaign.terms.leadsTo !== "hostedPage" && <Alert mb="lg">{words.notYet}</Alert>}
      {save.isError && !said.field?.startsWith("page.") && <ProblemNotice error={save.error} />}
      <div className={classes.editor}>
        <div>
          <TextFields {...parts} present={present} onPresent={setLanguage} />
          <QuestionFields {...parts} present={present} />
          <LookFields {...parts} />
          <AfterFields {...parts} />
        </div>
        <PagePreview query={preview} thanks={thanks} onThanks={setThanks} />
      </div>
    </Page>
  );
}
