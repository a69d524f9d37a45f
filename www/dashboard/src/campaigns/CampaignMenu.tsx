import { ActionIcon, Menu } from "@mantine/core";
import { useState } from "react";
import type { Campaign } from "../api/types";
import { Confirm } from "../shell/Confirm";
import { FailedChange } from "../shell/FailedChange";
import { DotsIcon } from "../shell/icons";
import { text } from "../text";
import { EditCampaignPanel } from "./CampaignPanel";
import { useChangeCampaign } from "./queries";

/** What can be done with a campaign: edit, pause or resume, archive. */
export function CampaignMenu({ campaign }: { campaign: Campaign }) {
  const words = text.campaigns;
  const [open, setOpen] = useState<"edit" | "archive" | null>(null);
  const change = useChangeCampaign(campaign.id);
  const close = () => setOpen(null);
  const setStatus = (status: Campaign["status"]) => change.mutate({ status }, { onSuccess: close });

  return (
    <>
      <Menu position="bottom-end" width={180}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            loading={change.isPending && open === null}
            aria-label={words.menu(campaign.name)}
          >
            <DotsIcon />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen("edit")}>{words.edit}</Menu.Item>
          {campaign.status === "live" && (
            <Menu.Item onClick={() => setStatus("paused")}>{words.pause}</Menu.Item>
          )}
          {campaign.status === "paused" && (
            <Menu.Item onClick={() => setStatus("live")}>{words.resume}</Menu.Item>
          )}
          <Menu.Item color="red" onClick={() => setOpen("archive")}>
            {words.archive}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <EditCampaignPanel campaign={campaign} opened={open === "edit"} onClose={close} />
      <Confirm
        opened={open === "archive"}
        title={words.archiveTitle(campaign.name)}
        body={words.archiveBody(campaign.referrers)}
        action={words.archive}
        busy={change.isPending}
        error={change.error}
        onConfirm={() => setStatus("archived")}
        onClose={close}
      />
      <FailedChange error={open === null ? change.error : null} onClose={change.reset} />
    </>
  );
}
