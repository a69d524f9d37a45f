import type { Counts } from "../data/types";
import { text } from "../text";
import { number } from "../text/format";
import classes from "./RunCounts.module.css";

const ORDER = ["seen", "linked", "updated", "unchanged", "skipped", "failed"] as const;

/** The counts of a run's contacts by outcome. */
export function RunCounts({ counts }: { counts: Counts }) {
  const words = text.runs.counts;
  return (
    <dl className={classes.counts} aria-label={words.label}>
      {ORDER.map((name) => (
        <div key={name} data-look={lookOf(name, counts[name])}>
          <dt>{words[name]}</dt>
          <dd>{number(counts[name])}</dd>
        </div>
      ))}
    </dl>
  );
}

function lookOf(name: keyof Counts, value: number): "bad" | "none" | undefined {
  if (value === 0) return "none";
  return name === "failed" ? "bad" : undefined;
}
