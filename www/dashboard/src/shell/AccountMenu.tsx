import { Button, Menu } from "@mantine/core";
import { useLocation } from "wouter";
import type { Session } from "../api/types";
import { useSignOut } from "../connection/queries";
import { text } from "../text";
import classes from "./AccountMenu.module.css";
import { ChevronIcon } from "./icons";
import { to } from "./places";

/** Which HubSpot account this is, and the way out. */
export function AccountMenu({ session: { portal, user } }: { session: Session }) {
  const [, go] = useLocation();
  const signOut = useSignOut();
  const name = portal.domain ?? text.shell.portal(portal.id);
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          className={classes.target}
          rightSection={<ChevronIcon />}
          aria-label={text.shell.account(name)}
        >
          <span className={classes.name}>{name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {text.shell.portal(portal.id)}
          <br />
          {user.email ?? text.settings.session.unknownUser(user.id)}
        </Menu.Label>
        <Menu.Item onClick={() => go(to.settings)}>{text.settings.title}</Menu.Item>
        <Menu.Item onClick={() => signOut.mutate()}>{text.settings.session.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
