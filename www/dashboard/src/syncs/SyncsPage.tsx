import { Button } from "@mantine/core";
import { Link } from "wouter";
import { useSyncs } from "../data/syncs";
import { to } from "../places/places";
import { AllRuns } from "../runs/AllRuns";
import { text } from "../text";
import { Loaded } from "../ui/Loaded";
import { Message } from "../ui/Message";
import { Page } from "../ui/Page";
import { Section } from "../ui/Section";
import { LeaverBanner } from "./LeaverBanner";
import { SyncTable } from "./SyncTable";

/** All syncs and their runs. */
export default function SyncsPage() {
  const words = text.syncs;
  const syncs = useSyncs();
  const start = (
    <Button component={Link} href={to.sync(null)}>
      {text.syncLabel}
    </Button>
  );
  const some = syncs.data && syncs.data.length > 0;
  return (
    <Page title={words.title} actions={some && start}>
      <Loaded query={syncs} lines={5}>
        {(items) =>
          items.length === 0 ? (
            <Message title={words.empty.title} body={words.empty.body}>
              {start}
            </Message>
          ) : (
            <>
              <LeaverBanner />
              <SyncTable syncs={items} />
              <Section title={text.runs.allTitle}>
                <AllRuns />
              </Section>
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
