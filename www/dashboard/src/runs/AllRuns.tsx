import { Button, Text } from "@mantine/core";
import { useAllRuns } from "../data/runs";
import { text } from "../text";
import { Loaded } from "../ui/Loaded";
import { RunTable } from "./PastRuns";

/** What every sync did, page by page. */
export function AllRuns() {
  const query = useAllRuns();
  return (
    <>
      <Loaded query={query} lines={4}>
        {(runs) =>
          runs.length === 0 ? (
            <Text c="dimmed">{text.runs.empty}</Text>
          ) : (
            <RunTable runs={runs} withCampaign />
          )
        }
      </Loaded>
      {query.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {text.common.more}
        </Button>
      )}
    </>
  );
}
