import { text } from "../text";
import classes from "./Logo.module.css";

/** The mark with the name beside it. The mark is the favicon, so the two cannot differ. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <span className={classes.logo}>
      <img src="/favicon.svg" width={size} height={size} alt="" />
      <span className={classes.name} style={{ fontSize: size * 0.72 }}>
        {text.product}
      </span>
    </span>
  );
}
