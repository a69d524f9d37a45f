import { Button, Menu } from "@mantine/core";
import { Link } from "wouter";
import { to } from "../places/places";
import { text } from "../text";
import { ChevronIcon } from "../ui/icons";

/** The primary action of the tab. */
export function AddUsers({ campaignId }: { campaignId: number | null }) {
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button rightSection={<ChevronIcon />}>{text.users.add}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} href={to.sync(campaignId)}>
          {text.users.sync}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
