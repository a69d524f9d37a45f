import type { ReactNode } from "react";
import classes from "./Banner.module.css";

interface Props {
  icon: ReactNode;
  title?: string;
  body: string;
  action?: ReactNode;
}

/** A line under the header, for every page. */
export function Banner({ icon, title, body, action }: Props) {
  return (
    <div className={classes.banner}>
      <div className={classes.row}>
        <span className={classes.icon}>{icon}</span>
        <p className={classes.words}>
          {title && <strong>{title}. </strong>}
          {body}
        </p>
        {action}
      </div>
    </div>
  );
}
