import { ActionIcon, Button, Menu } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { useChangeCampaign } from "../data/campaigns";
import type { Campaign } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { Confirm } from "../ui/Confirm";
import { FailedChange } from "../ui/FailedChange";
import { ChevronIcon, DotsIcon } from "../ui/icons";
import { EditCampaignPanel } from "./CampaignPanel";

interface Props {
  campaign: Campaign;
  /** In full, as at the top of a page; in a row, three dots do. */
  labelled?: boolean;
}

/** What can be done with a campaign: edit, pause or resume, archive or restore. */
export function CampaignMenu({ campaign, labelled = false }: Props) {
  const words = text.campaigns;
  const [open, setOpen] = useState<"edit" | "archive" | null>(null);
  const change = useChangeCampaign(campaign.id);
  const busy = change.isPending && open === null;
  const close = () => setOpen(null);
  const setStatus = (status: Campaign["status"]) => change.mutate({ status }, { onSuccess: close });

  return (
    <>
      <Menu position="bottom-end" width={180}>
        <Menu.Target>
          {labelled ? (
            <Button variant="default" rightSection={<ChevronIcon />} loading={busy}>
              {words.actions}
            </Button>
          ) : (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              loading={busy}
              aria-label={words.menu(campaign.name)}
            >
              <DotsIcon />
            </ActionIcon>
          )}
        </Menu.Target>
        <Menu.Dropdown>
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
            <Menu.Item c="var(--mantine-color-error)" onClick={() => setOpen("archive")}>
              {words.archive}
            </Menu.Item>
          )}
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
