import { Button } from "@mantine/core";
import { Link } from "wouter";
import { AllRuns } from "../runs/AllRuns";
import { Loaded } from "../shell/Loaded";
import { Message } from "../shell/Message";
import { Page } from "../shell/Page";
import { to } from "../shell/places";
import { Section } from "../shell/Section";
import { text } from "../text";
import { useSyncs } from "./queries";
import { SyncTable } from "./SyncTable";

/** All syncs, and what they did. */
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
