/**
 * The mapping that a sync has when nothing else is said: Goodword's own properties. The Worker makes it;
 * this is for showing it before the sync exists.
 */
import type { InboundMapping, OutboundMapping } from "../api/types";
import { text } from "../text";

export const OWN_GROUP = "goodword";

const OWN_NAMES = {
  referralLink: "referral_link",
  referralCode: "referral_code",
  peopleReferred: "people_referred",
  successfulReferrals: "successful_referrals",
} as const;

/** The first campaign has the plain names, so that no two campaigns write one property. */
export function ownOutbound(campaignId: number): OutboundMapping[] {
  const prefix = campaignId === 1 ? OWN_GROUP : `${OWN_GROUP}_${campaignId}`;
  return Object.entries(OWN_NAMES).map(([field, name]) => ({
    field,
    property: `${prefix}_${name}`,
    mode: "always",
  }));
}

export const usualInbound: InboundMapping[] = [
  { property: "firstname", field: "firstName" },
  { property: "lastname", field: "lastName" },
  { property: "email", field: "email" },
];

/** A field's name for people; one that this version does not know keeps the API's. */
export function fieldLabel(field: string): string {
  const labels: Record<string, string> = text.fields;
  return labels[field] ?? field;
}
