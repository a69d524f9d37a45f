import type { Campaign } from "../api/types";
import { Facts } from "../shell/Facts";
import { Section } from "../shell/Section";
import { text } from "../text";
import classes from "./CampaignPage.module.css";
import { landing } from "./landing";
import { linkExample, sharedText } from "./share";

/** The address behind a link: the hosted page, or the destination with a stand-in for the code. */
function leadsTo({ terms, destination }: Campaign): string {
  if (terms.leadsTo === "hostedPage") {
    return `${window.location.origin}/join/${text.campaigns.form.previewCode}`;
  }
  return landing(destination) ?? destination;
}

/** What a link of the campaign looks like, where it leads, and what it is passed on with. */
export function LinkPreview({ campaign }: { campaign: Campaign }) {
  const words = text.campaigns.preview;
  const message = sharedText(campaign.shareMessage);
  return (
    <Section title={words.title}>
      <div className={classes.preview}>
        <Facts
          facts={[
            [words.link, linkExample()],
            [words.leads, leadsTo(campaign)],
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
