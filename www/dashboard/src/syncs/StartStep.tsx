import { Box, Button, Text, Title } from "@mantine/core";
import { useSessionStorage } from "@mantine/hooks";
import { useId } from "react";
import { useLocation } from "wouter";
import type { Campaign, Sync } from "../api/types";
import { useSession } from "../connection/queries";
import { Facts } from "../shell/Facts";
import { ProblemNotice } from "../shell/ProblemNotice";
import { to } from "../shell/places";
import { text } from "../text";
import { OngoingField } from "./OngoingField";
import { useStartSync } from "./queries";
import classes from "./StartSyncPage.module.css";
import { StepFoot } from "./StepFoot";

interface Props {
  campaign: Campaign;
  sync: Sync | null;
  onBack: () => void;
}

export function StartStep({ campaign, sync, onBack }: Props) {
  const words = text.syncs.flow.start;
  const title = useId();
  const [, go] = useLocation();
  const start = useStartSync();
  const connected = useSession().data?.portal.connection === "connected";
  const [ongoing, setOngoing, forget] = useSessionStorage({
    key: `goodword.ongoing.${campaign.id}`,
    defaultValue: sync?.ongoing ?? false,
    getInitialValueInEffect: false,
  });

  const begin = () =>
    start.mutate(
      { present: sync, campaignId: campaign.id, ongoing },
      {
        onSuccess: (run) => {
          forget();
          go(to.run(run.id));
        },
      },
    );

  return (
    <section aria-labelledby={title}>
      <Title order={2} id={title} mb="md">
        {words.title}
      </Title>
      <Facts
        facts={[
          [words.campaign, campaign.name],
          [words.audience, text.syncs.allContacts],
          [words.properties, words.propertiesValue],
        ]}
      />
      <Box mt="xl">
        <OngoingField checked={ongoing} onChange={setOngoing} />
      </Box>
      <div className={classes.promise}>
        <Text fw={600}>{words.promise}</Text>
        <Text>{words.promiseBody}</Text>
      </div>
      {sync && (
        <Text c="dimmed" className={classes.note}>
          {words.already}
        </Text>
      )}
      {start.isError && (
        <Box mt="lg">
          <ProblemNotice error={start.error} />
        </Box>
      )}
      {!connected && (
        <Text mt="lg" id={`${title}-why`}>
          {text.syncs.onlyConnected}
        </Text>
      )}
      <StepFoot onBack={onBack}>
        <Button
          onClick={begin}
          loading={start.isPending}
          disabled={!connected}
          aria-describedby={connected ? undefined : `${title}-why`}
        >
          {words.action}
        </Button>
      </StepFoot>
    </section>
  );
}
