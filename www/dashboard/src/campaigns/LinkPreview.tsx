import type { ComponentProps } from "react";
import { useLinkDomain } from "../data/linkDomain";
import type { Campaign } from "../data/types";
import { text } from "../text";
import { Facts } from "../ui/Facts";
import { Section } from "../ui/Section";
import { CampaignLink } from "./CampaignLink";
import classes from "./CampaignPage.module.css";
import { landing } from "./landing";
import { linkExample, sharedText } from "./share";

type Fact = ComponentProps<typeof Facts>["facts"][number];

/**
 * Returns the address that a link leads to: the referral page, or the destination with a placeholder for the code.
 */
function leadsTo({ terms, destination }: Campaign): string {
  if (terms.leadsTo === "hostedPage") {
    return `${window.location.origin}/join/${text.campaigns.form.previewCode}`;
  }
  return landing(destination) ?? destination;
}

/** Shows what a link of the campaign looks like, where it leads, and its share message. */
export function LinkPreview({ campaign }: { campaign: Campaign }) {
  const words = text.campaigns.preview;
  const base = useLinkDomain().data?.base;
  const message = sharedText(campaign.shareMessage, base);
  const { slugLink } = campaign;
  const ownLink: Fact[] = slugLink
    ? [[text.links.campaign.fact, <CampaignLink key="link" link={slugLink} campaign={campaign} />]]
    : [];
  return (
    <Section title={words.title}>
      <div className={classes.preview}>
        <Facts
          facts={[
            [words.link, linkExample(base)],
            [words.leads, leadsTo(campaign)],
            ...ownLink,
            [
              words.message,
              <span key="message" className={classes.message}>
                {message || words.noMessage}
              </span>,
            ],
          ]}
        />
      </div>
    </Section>
  );
}
