import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Message.module.css";
import { useTitle } from "./useTitle";

interface Props {
  title: string;
  body: string;
  /** The actions that help. */
  children?: ReactNode;
  role?: "alert" | "status";
  /** The message is the whole page, so its title is the page's title. */
  page?: boolean;
}

/** A short text in the place of content: empty, not found, offline. */
export function Message({ title, body, children, role, page = false }: Props) {
  useTitle(page ? title : null);
  return (
    <div className={page ? classes.page : classes.message} role={role}>
      <Title order={page ? 1 : 2}>{title}</Title>
      <Text c="dimmed" mt={6}>
        {body}
      </Text>
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  );
}
