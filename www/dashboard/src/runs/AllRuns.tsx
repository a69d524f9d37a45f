import { Button, Text } from "@mantine/core";
import { Loaded } from "../shell/Loaded";
import { text } from "../text";
import { RunTable } from "./PastRuns";
import { useAllRuns } from "./queries";

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
