import { Breadcrumbs, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { text } from "../text";
import classes from "./Page.module.css";
import { useTitle } from "./useTitle";

export interface Crumb {
  label: string;
  href: string;
}

interface Props {
  title: string;
  /** Stands after the title, such as a status. */
  badge?: ReactNode;
  /** Stands before the title, at the top left. */
  lead?: ReactNode;
  crumbs?: Crumb[];
  /** Stands at the top right. The last one is the primary action, and the only filled button. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The head of every page: breadcrumbs, title, actions. */
export function Page({ title, badge, lead, crumbs, actions, children }: Props) {
  useTitle(title);
  return (
    <>
      {crumbs && (
        <nav aria-label={text.shell.breadcrumbs}>
          <Breadcrumbs separator="/" className={classes.crumbs}>
            {crumbs.map(({ label, href }) => (
              <Link key={href} href={href} className={classes.crumb}>
                {label}
              </Link>
            ))}
          </Breadcrumbs>
        </nav>
      )}
      <div className={classes.head}>
        <div className={classes.title}>
          {lead}
          <Title order={1}>{title}</Title>
          {badge}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </>
  );
}
