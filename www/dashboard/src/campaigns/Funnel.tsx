import { FunnelPicture } from "../charts/FunnelPicture";
import type { Campaign } from "../data/types";
import { text } from "../text";
import { share } from "../text/format";
import { Section } from "../ui/Section";
import { MachineVisits } from "./MachineVisits";

/** How many clicks became people referred, and how many of those successful. */
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

/** Who is added by hand or told of by the API need not have clicked. */
function rateOfClicks({ clicks, peopleReferred }: Campaign): string {
  const words = text.referrals.funnel;
  if (peopleReferred > clicks) return words.more;
  return clicks ? words.ofClicks(share(peopleReferred / clicks)) : "";
}
