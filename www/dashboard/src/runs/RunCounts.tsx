import type { Counts } from "../api/types";
import { number } from "../shell/format";
import { text } from "../text";
import classes from "./RunCounts.module.css";

const ORDER = ["seen", "linked", "updated", "unchanged", "skipped", "failed"] as const;

/** A run's contacts by outcome. */
export function RunCounts({ counts }: { counts: Counts }) {
  const words = text.runs.counts;
  return (
    <dl className={classes.counts} aria-label={words.label}>
      {ORDER.map((name) => (
        <div key={name} data-bad={name === "failed" && counts.failed > 0 ? true : undefined}>
          <dt>{words[name]}</dt>
          <dd>{number(counts[name])}</dd>
        </div>
      ))}
    </dl>
  );
}
