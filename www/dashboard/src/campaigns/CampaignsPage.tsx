import { Button, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useCampaigns } from "../data/campaigns";
import type { Campaign } from "../data/types";
import { text } from "../text";
import { Loaded } from "../ui/Loaded";
import { Message } from "../ui/Message";
import { Page } from "../ui/Page";
import { CreateCampaignPanel } from "./CampaignPanel";
import { CampaignTable } from "./CampaignTable";

type Shown = "current" | "archived";

export function CampaignsPage() {
  const words = text.campaigns;
  const campaigns = useCampaigns();
  const [creating, setCreating] = useState(false);
  const create = <Button onClick={() => setCreating(true)}>{words.create}</Button>;
  const some = campaigns.data && campaigns.data.length > 0;
  return (
    <Page title={words.title} actions={some && create}>
      <Loaded query={campaigns} lines={5}>
        {(items) =>
          items.length === 0 ? (
            <Message title={words.empty.title} body={words.empty.body}>
              {create}
            </Message>
          ) : (
            <CampaignList campaigns={items} />
          )
        }
      </Loaded>
      <CreateCampaignPanel opened={creating} onClose={() => setCreating(false)} />
    </Page>
  );
}

function CampaignList({ campaigns }: { campaigns: Campaign[] }) {
  const words = text.campaigns;
  const [shown, setShown] = useState<Shown>("current");
  const archived = campaigns.filter(({ status }) => status === "archived");
  const current = campaigns.filter(({ status }) => status !== "archived");
  const items = shown === "archived" ? archived : current;
  const nothing = shown === "archived" ? words.noneArchived : words.allArchived;
  return (
    <>
      {archived.length > 0 && (
        <SegmentedControl
          mb="md"
          size="xs"
          aria-label={words.filter.label}
          value={shown}
          onChange={(value) => setShown(value === "archived" ? "archived" : "current")}
          data={[
            { value: "current", label: words.filter.current(current.length) },
            { value: "archived", label: words.filter.archived(archived.length) },
          ]}
        />
      )}
      {items.length > 0 ? (
        <CampaignTable campaigns={items} />
      ) : (
        <Message title={nothing.title} body={nothing.body} />
      )}
    </>
  );
}
