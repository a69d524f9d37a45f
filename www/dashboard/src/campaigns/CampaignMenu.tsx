import { Button, Menu } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { useChangeCampaign } from "../data/campaigns";
import type { Campaign } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { Confirm } from "../ui/Confirm";
import { DotsMenu, HarmfulItem } from "../ui/DotsMenu";
import { FailedChange } from "../ui/FailedChange";
import { ChevronIcon } from "../ui/icons";
import { EditCampaignPanel } from "./CampaignPanel";

interface Props {
  campaign: Campaign;
  /** Shows a full button, as at the top of a page, instead of the three dots of a row. */
  labelled?: boolean;
}

/** The actions on a campaign: edit, pause or resume, archive or restore. */
export function CampaignMenu({ campaign, labelled = false }: Props) {
  const words = text.campaigns;
  const [open, setOpen] = useState<"edit" | "archive" | null>(null);
  const change = useChangeCampaign(campaign.id);
  const busy = change.isPending && open === null;
  const close = () => setOpen(null);
  const setStatus = (status: Campaign["status"]) => change.mutate({ status }, { onSuccess: close });

  const items = (
    <>
      {!labelled && campaign.status === "live" && (
        <Menu.Item component={Link} href={to.sync(campaign.id)}>
          {text.syncLabel}
        </Menu.Item>
      )}
      <Menu.Item onClick={() => setOpen("edit")}>{words.edit}</Menu.Item>
      {campaign.status === "live" && (
        <Menu.Item onClick={() => setStatus("paused")}>{words.pause}</Menu.Item>
      )}
      {campaign.status === "paused" && (
        <Menu.Item onClick={() => setStatus("live")}>{words.resume}</Menu.Item>
      )}
      {campaign.status === "archived" ? (
        <Menu.Item onClick={() => setStatus("live")}>{words.restore}</Menu.Item>
      ) : (
        <HarmfulItem onClick={() => setOpen("archive")}>{words.archive}</HarmfulItem>
      )}
    </>
  );

  return (
    <>
      {labelled ? (
        <Menu position="bottom-end" width={180}>
          <Menu.Target>
            <Button variant="default" rightSection={<ChevronIcon />} loading={busy}>
              {words.actions}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>{items}</Menu.Dropdown>
        </Menu>
      ) : (
        <DotsMenu label={words.menu(campaign.name)} busy={busy}>
          {items}
        </DotsMenu>
      )}
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
