/** One block for each campaign. If there are many, a selection shows one at a time. */
import { Divider, Flex, Heading, Select } from "@hubspot/ui-extensions";
import { Fragment, useState } from "react";
import type { Answer } from "./answer";
import type { Person } from "./client";
import type { Host, Layout } from "./host";
import { ReferrerBlock } from "./ReferrerBlock";
import { texts } from "./texts";
import { useNow } from "./useNow";

/** The number of blocks that fit on the card without much scrolling. */
const MOST_BLOCKS: Record<Layout, number> = { tab: 2, sidebar: 1 };

interface Props {
  answer: Answer;
  host: Host;
  addingIn: number | null;
  isBusy: boolean;
  onRefer: (campaignId: number, person: Person) => void;
}

export function Referrers({ answer, host, addingIn, isBusy, onRefer }: Props) {
  const { referrers, results, added, recordUrl } = answer;
  const now = useNow();
  const [chosenId, choose] = useState<number | null>(null);
  const isMany = referrers.length > MOST_BLOCKS[host.layout];
  const chosen = referrers.find(({ campaign }) => campaign.id === chosenId) ?? referrers[0];
  const shown = isMany && chosen !== undefined ? [chosen] : referrers;

  const selection = (
    <Select
      name="campaign"
      label={texts.chooseCampaign}
      variant="transparent"
      value={chosen?.campaign.id ?? 0}
      options={referrers.map(({ campaign }) => ({ label: campaign.name, value: campaign.id }))}
      onChange={(value) => choose(Number(value))}
    />
  );

  return (
    <Flex direction="column" gap="md">
      {shown.map((referrer, position) => {
        const { id, name } = referrer.campaign;
        return (
          <Fragment key={isMany ? "chosen" : id}>
            {position > 0 && <Divider size="flush" />}
            <ReferrerBlock
              referrer={referrer}
              results={results.find(({ campaignId }) => campaignId === id) ?? null}
              recordUrl={recordUrl}
              host={host}
              now={now}
              title={isMany ? selection : <Heading>{name}</Heading>}
              isAlone={shown.length === 1}
              adding={{
                added: added?.campaignId === id ? added : null,
                isAdding: addingIn === id,
                isBusy,
                onAdd: (person) => onRefer(id, person),
              }}
            />
          </Fragment>
        );
      })}
    </Flex>
  );
}
