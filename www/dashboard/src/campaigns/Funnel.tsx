import { FunnelPicture } from "../charts/FunnelPicture";
import type { Campaign } from "../data/types";
import { text } from "../text";
import { share } from "../text/format";
import { Section } from "../ui/Section";
import { MachineVisits } from "./MachineVisits";

/** Shows how many clicks became referred people, and how many of these became successful. */
export function Funnel({ campaign }: { campaign: Campaign }) {
  const words = text.referrals.funnel;
  const { clicks, peopleReferred, successfulReferrals } = campaign;
  return (
    <Section title={words.title}>
      <FunnelPicture
        stages={[
          { name: words.clicks, value: clicks, rate: "" },
          { name: words.referred, value: peopleReferred, rate: rateOfClicks(campaign) },
          {
            name: words.successful,
            value: successfulReferrals,
            rate: peopleReferred
              ? words.ofReferred(share(successfulReferrals / peopleReferred))
              : "",
          },
        ]}
      />
      <MachineVisits visits={campaign.machineVisits} />
    </Section>
  );
}

/** People who were added by hand or by the API may not have clicked. */
function rateOfClicks({ clicks, peopleReferred }: Campaign): string {
  const words = text.referrals.funnel;
  if (peopleReferred > clicks) return words.more;
  return clicks ? words.ofClicks(share(peopleReferred / clicks)) : "";
}
