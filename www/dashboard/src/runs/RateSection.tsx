import { lazy, Suspense } from "react";
import { useRate } from "../data/runs";
import type { Run } from "../data/types";
import { text } from "../text";
import { Section } from "../ui/Section";

const RatePicture = lazy(() => import("../charts/RatePicture"));

/** Charts the speed of a run. A run of a few seconds has no chart. */
export function RateSection({ run }: { run: Run }) {
  const samples = useRate(run).data ?? [];
  if (samples.length < 3) return null;
  return (
    <Section title={text.runs.rate.title}>
      <Suspense fallback={null}>
        <RatePicture samples={samples} />
      </Suspense>
    </Section>
  );
}
