/**
 * The card: sends one request, then shows one of its states.
 *
 * An answer stays on screen while the card refreshes or after a failure. Only a card that never had
 * an answer shows a spinner or an error in its place.
 */
import { Divider, Flex, LoadingSpinner } from "@hubspot/ui-extensions";
import { useMemo } from "react";
import type { Answer } from "./answer";
import { type Client, createClient } from "./client";
import { Disconnected, DisconnectedNote } from "./Disconnected";
import { Footer } from "./Footer";
import { apiOriginOf, type Host } from "./host";
import { NoCampaign } from "./NoCampaign";
import { NotEnrolled } from "./NotEnrolled";
import { ReferredByLines } from "./ReferredByLines";
import { Referrers } from "./Referrers";
import { TroubleNote, TroubleState } from "./TroubleState";
import { texts } from "./texts";
import { useReferrals, type Work } from "./useReferrals";

export function ReferralCard(host: Host) {
  const apiOrigin = apiOriginOf(host.context);
  const contactId = String(host.context.crm.objectId);
  const client = useMemo(() => createClient(apiOrigin, contactId), [apiOrigin, contactId]);
  // The key makes a new card for each contact, so that nothing of another contact stays on screen.
  return <Card key={contactId} host={host} client={client} apiOrigin={apiOrigin} />;
}

interface CardProps {
  host: Host;
  client: Client;
  apiOrigin: string | null;
}

function Card({ host, client, apiOrigin }: CardProps) {
  const { state, run } = useReferrals(client, (work, answer) => announce(host, work, answer));
  const { answer, doing, failed } = state;
  const retry = () => void run(failed?.work ?? { kind: "read" });

  if (answer === null) {
    return failed === null ? (
      <LoadingSpinner label={texts.loading} showLabel={true} layout="centered" />
    ) : (
      <TroubleState layout={host.layout} trouble={failed.trouble} onRetry={retry} />
    );
  }
  const enrolment = {
    campaigns: answer.campaigns,
    layout: host.layout,
    enrollingIn: doing?.kind === "enrol" ? doing.campaignId : null,
    isBusy: doing !== null,
    onEnrol: (campaignId: number) => void run({ kind: "enrol", campaignId }),
  };
  return (
    <Flex direction="column" gap="md">
      {failed !== null && <TroubleNote trouble={failed.trouble} onRetry={retry} />}
      {answer.referredBy.length > 0 && (
        <Flex direction="column" gap="md">
          <ReferredByLines answer={answer} host={host} />
          <Divider size="flush" />
        </Flex>
      )}
      {situationOf(answer) === "disconnected-with-links" && <DisconnectedNote origin={apiOrigin} />}
      {situationOf(answer) === "disconnected" && <Disconnected origin={apiOrigin} />}
      {situationOf(answer) === "no-campaign" && <NoCampaign host={host} origin={apiOrigin} />}
      {situationOf(answer) === "not-enrolled" && <NotEnrolled {...enrolment} />}
      {answer.referrers.length > 0 && (
        <Referrers
          answer={answer}
          host={host}
          addingIn={doing?.kind === "refer" ? doing.campaignId : null}
          isBusy={doing !== null}
          onRefer={(campaignId, person) => void run({ kind: "refer", campaignId, person })}
        />
      )}
      <Footer
        enrolment={situationOf(answer) === "enrolled" ? enrolment : null}
        isRefreshing={doing?.kind === "read"}
        isBusy={doing !== null}
        onRefresh={() => void run({ kind: "read" })}
      />
    </Flex>
  );
}

type Situation =
  | "enrolled"
  | "disconnected-with-links"
  | "disconnected"
  | "no-campaign"
  | "not-enrolled";

/**
 * Returns the state to show. It does not trust a status that contradicts the lists in the answer.
 */
function situationOf(answer: Answer): Situation {
  const hasLinks = answer.referrers.length > 0;
  if (answer.status === "disconnected") {
    return hasLinks ? "disconnected-with-links" : "disconnected";
  }
  if (hasLinks) {
    return "enrolled";
  }
  return answer.campaigns.length > 0 ? "not-enrolled" : "no-campaign";
}

function announce(host: Host, work: Work, answer: Answer): void {
  if (work.kind !== "enrol") {
    return;
  }
  const joined = answer.referrers.find(({ campaign }) => campaign.id === work.campaignId);
  if (joined !== undefined) {
    host.actions.addAlert({
      type: "success",
      title: texts.enrolled.title,
      message: texts.enrolled.message(joined.campaign.name),
    });
    // HubSpot's own property panel shows an app's writes only after a refresh.
    host.actions.refreshObjectProperties();
  }
}
