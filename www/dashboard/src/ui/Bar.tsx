import classes from "./Bar.module.css";

interface Props {
  label: string;
  /** 0 to 1; `null` while it is unknown. */
  share: number | null;
  /** Stops the motion, for a run that is held. */
  still: boolean;
  valueText: string;
}

export function Bar({ label, share, still, valueText }: Props) {
  const percent = share === null ? undefined : Math.round(share * 100);
  const pace = still ? classes.still : percent === undefined ? classes.moving : "";
  return (
    <div
      className={classes.bar}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={valueText}
    >
      <div
        className={`${classes.fill} ${pace}`}
        style={{ width: percent === undefined ? undefined : `${percent}%` }}
      />
    </div>
  );
}
