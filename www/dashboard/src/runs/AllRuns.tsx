import { useAllRuns } from "../data/runs";
import { text } from "../text";
import { GrowingList } from "../ui/GrowingList";
import { RunTable } from "./PastRuns";

/** The runs of every sync, page by page. */
export function AllRuns() {
  return (
    <GrowingList query={useAllRuns()} empty={text.runs.empty}>
      {(runs) => <RunTable runs={runs} withCampaign />}
    </GrowingList>
  );
}
