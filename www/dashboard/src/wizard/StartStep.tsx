import { Anchor, Box, Radio, Text } from "@mantine/core";
import { Link, useLocation } from "wouter";
import { isUnderWay } from "../data/runState";
import { useSession } from "../data/session";
import { useStartSync } from "../data/syncs";
import { LEAVING } from "../data/types";
import { fieldLabel } from "../hubspot/fields";
import { to } from "../places/places";
import { audienceText } from "../syncs/audience";
import { OngoingField } from "../syncs/OngoingField";
import { text } from "../text";
import { ProblemNotice } from "../ui/ProblemNotice";
import { DryRunSection } from "./DryRunSection";
import type { Draft } from "./draft";
import { StepFoot } from "./StepFoot";
import { StepSection } from "./StepSection";
import { Summary } from "./Summary";
import { settingsOf } from "./settings";
import type { StepProps } from "./steps";
import classes from "./wizard.module.css";

export function StartStep(props: StepProps & { forget: () => void }) {
  const { campaign, sync, setting, problem, change, forget, onBack } = props;
  const words = text.wizard.start;
  const [, go] = useLocation();
  const start = useStartSync();
  const connected = useSession().data?.portal.connection === "connected";
  const { draft, catalogue } = setting;
  const settings = settingsOf(setting);
  const running = sync?.lastRun && isUnderWay(sync.lastRun) ? sync.lastRun : null;
  const shut = connected ? (running ? text.wizard.underWay : problem) : words.onlyConnected;

  const begin = () =>
    start.mutate(
      { present: sync, wanted: { campaignId: campaign.id, ...settings } },
      {
        onSuccess: (run) => {
          forget();
          go(to.run(run.id));
        },
      },
    );

  return (
    <StepSection title={words.title}>
      <Summary
        campaignId={campaign.id}
        rows={[
          ["audience", words.campaign, campaign.name],
          ["audience", words.audience, audienceText(settings.audience, catalogue.lists)],
          [
            "properties",
            words.properties,
            settings.outbound
              .filter(({ mode }) => mode !== "never")
              .map(({ field }) => fieldLabel(field))
              .join(", "),
          ],
        ]}
      />
      <Box className={classes.box}>
        <OngoingField checked={draft.ongoing} onChange={(ongoing) => change({ ongoing })} />
      </Box>
      {draft.ongoing && covers(draft) && (
        <Radio.Group
          className={classes.box ?? ""}
          label={words.leaving}
          description={words.leavingHint}
          value={draft.onLeaving}
          onChange={(value) =>
            change({ onLeaving: LEAVING.find((each) => each === value) ?? "keep" })
          }
        >
          <div className={classes.choices} style={{ marginTop: "0.75rem" }}>
            {LEAVING.map((value) => (
              <Radio key={value} value={value} label={words.leavings[value]} />
            ))}
          </div>
        </Radio.Group>
      )}
      <DryRunSection wanted={{ campaignId: campaign.id, ...settings }} shut={shut !== null} />
      <div className={classes.promise}>
        <Text fw={600}>{words.promise}</Text>
        <Text>{words.promiseBody}</Text>
      </div>
      {running && (
        <Text mt="lg">
          <Anchor component={Link} href={to.run(running.id)} inherit>
            {text.wizard.watch}
          </Anchor>
        </Text>
      )}
      {start.isError && (
        <Box mt="lg">
          <ProblemNotice error={start.error} />
        </Box>
      )}
      <StepFoot
        onBack={onBack}
        onNext={begin}
        next={words.action}
        busy={start.isPending}
        problem={shut}
      />
    </StepSection>
  );
}

/** Returns whether a contact can leave the audience. */
const covers = ({ lists, excludedLists }: Draft): boolean =>
  lists !== null || excludedLists.length > 0;
