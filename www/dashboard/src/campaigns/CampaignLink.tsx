import type { Campaign } from "../data/types";
import { QrFiles } from "../links/QrFiles";
import { text } from "../text";
import { CopyLink } from "../ui/CopyLink";
import classes from "./CampaignPage.module.css";

interface Props {
  link: NonNullable<Campaign["slugLink"]>;
  campaign: Campaign;
}

/** The campaign's own readable link, with its QR code. */
export function CampaignLink({ link, campaign: { name, slug } }: Props) {
  return (
    <span className={classes.slug}>
      <span>{link.address.replace(/^https?:\/\//, "")}</span>
      <CopyLink value={link.address} label={text.links.campaign.copy} />
      <QrFiles svg={link.qrCodeUrl} png={link.qrCodePngUrl} of={name} name={slug ?? name} />
    </span>
  );
}
