import { Button, Menu } from "@mantine/core";
import { useLocation } from "wouter";
import { useSignOut } from "../data/session";
import type { Account, Session } from "../data/types";
import { ADD_ACCOUNT } from "../hubspot/oauth";
import { accountBase } from "../places/account";
import { to } from "../places/places";
import { text } from "../text";
import { FailedChange } from "../ui/FailedChange";
import { CheckIcon, ChevronIcon } from "../ui/icons";
import classes from "./AccountMenu.module.css";

/** Shows the present HubSpot account, the other accounts of this browser, and how to sign out. */
export function AccountMenu({ session: { portal, user, accounts } }: { session: Session }) {
  const words = text.shell.accounts;
  const [, go] = useLocation();
  const signOut = useSignOut();
  const name = portal.domain ?? text.shell.portal(portal.id);
  const several = accounts.length > 1;
  return (
    <>
      <Menu position="bottom-end" width={270}>
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
          <Menu.Label>{user.email ?? text.settings.session.unknownUser(user.id)}</Menu.Label>
          {accounts.map((account) => (
            <AccountItem key={account.id} account={account} here={account.id === portal.id} />
          ))}
          <Menu.Item component="a" href={ADD_ACCOUNT}>
            {words.add}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => go(to.settings)}>{text.settings.title}</Menu.Item>
          <Menu.Item onClick={() => signOut.mutate(portal.id)}>
            {several ? words.signOutHere : text.settings.session.signOut}
          </Menu.Item>
          {several && (
            <Menu.Item onClick={() => signOut.mutate(null)}>{words.signOutAll}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <FailedChange error={signOut.error} onClose={signOut.reset} />
    </>
  );
}

/** Is a plain link: another account loads a new page, on which nothing of this account remains. */
function AccountItem({ account: { id, domain }, here }: { account: Account; here: boolean }) {
  return (
    <Menu.Item
      component="a"
      href={`${accountBase(id)}${to.campaigns}`}
      aria-current={here ? "true" : undefined}
      rightSection={here ? <CheckIcon size={14} /> : null}
    >
      {domain ?? text.shell.portal(id)}
      <span className={classes.id}>{domain ? id : ""}</span>
    </Menu.Item>
  );
}
