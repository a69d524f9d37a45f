import { Link, useLocation } from "wouter";
import type { Session } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { AccountMenu } from "./AccountMenu";
import classes from "./Header.module.css";
import { Logo } from "./Logo";

const TABS = [
  { label: text.shell.tabs.campaigns, href: to.campaigns, holds: ["/campaigns"] },
  { label: text.shell.tabs.users, href: to.users, holds: ["/users"] },
  { label: text.shell.tabs.referrals, href: to.referrals, holds: ["/referrals"] },
  { label: text.shell.tabs.syncs, href: to.syncs, holds: ["/syncs", "/sync", "/runs"] },
  { label: text.shell.tabs.settings, href: to.settings, holds: ["/settings"] },
];

export function Header({ session }: { session: Session }) {
  const [place] = useLocation();
  return (
    <header className={classes.header}>
      <div className={classes.row}>
        <Link href={to.campaigns} className={classes.home}>
          <Logo />
        </Link>
        <nav aria-label={text.shell.tabs.label} className={classes.tabs}>
          {TABS.map(({ label, href, holds }) => {
            const here = holds.some((start) => place === start || place.startsWith(`${start}/`));
            return (
              <Link
                key={href}
                href={href}
                className={classes.tab}
                aria-current={here ? "page" : undefined}
              >
                {label}
              </Link>
            );
          })}
        </nav>
        <AccountMenu session={session} />
      </div>
    </header>
  );
}
