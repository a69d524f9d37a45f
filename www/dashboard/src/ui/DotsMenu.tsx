import { ActionIcon, Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { DotsIcon } from "./icons";

interface Props {
  label: string;
  busy?: boolean;
  children: ReactNode;
}

/** The menu of a row, behind three dots. */
export function DotsMenu({ label, busy = false, children }: Props) {
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" loading={busy} aria-label={label}>
          <DotsIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

/** A menu item that takes something away. */
export function HarmfulItem({ children, onClick }: { children: string; onClick: () => void }) {
  return (
    <Menu.Item c="var(--mantine-color-error)" onClick={onClick}>
      {children}
    </Menu.Item>
  );
}
