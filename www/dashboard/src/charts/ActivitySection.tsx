import { Button, SegmentedControl } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { text } from "../text";
import { Loaded } from "../ui/Loaded";
import { Section } from "../ui/Section";
import { Waiting } from "../ui/Waiting";
import type { Activity } from "./ActivityPicture";
import classes from "./charts.module.css";

const ActivityPicture = lazy(() => import("./ActivityPicture"));

const PERIODS = [30, 90] as const;
export type Period = (typeof PERIODS)[number];

interface Props {
  title: string;
  query: UseQueryResult<Activity[], Error>;
  days: Period;
  onDays: (days: Period) => void;
}

/** The last days as a chart or as a table. */
export function ActivitySection({ title, query, days, onDays }: Props) {
  const words = text.charts;
  const [asTable, setAsTable] = useState(false);
  return (
    <Section
      title={title}
      aside={
        <div className={classes.tools}>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? words.asPicture : words.asTable}
          </Button>
          <SegmentedControl
            size="xs"
            aria-label={words.range}
            value={String(days)}
            onChange={(value) => onDays(value === "90" ? 90 : 30)}
            data={PERIODS.map((n) => ({ value: String(n), label: words.lastDays(n) }))}
          />
        </div>
      }
    >
      <Loaded query={query} lines={3}>
        {(items) => (
          <Suspense fallback={<Waiting lines={3} />}>
            <ActivityPicture days={items} title={title} asTable={asTable} />
          </Suspense>
        )}
      </Loaded>
    </Section>
  );
}
