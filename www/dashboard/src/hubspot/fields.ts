/** Describes referrer fields and referral data, and which HubSpot properties fit them. */
import type { Property, ReferralField, ReferrerField, ValueKind } from "../data/types";
import { text } from "../text";

/** HubSpot's standard property of each referrer field. */
export const SUGGESTED: Record<ReferrerField, string> = {
  firstName: "firstname",
  lastName: "lastname",
  email: "email",
};

const KIND: Record<ReferralField, ValueKind> = {
  referralLink: "text",
  referralCode: "text",
  peopleReferred: "number",
  successfulReferrals: "number",
  clicks: "number",
  linkStatus: "text",
  campaignName: "text",
  lastReferralDate: "date",
  qrCodeUrl: "text",
};

const OWN_NAME: Record<ReferralField, string> = {
  referralLink: "referral_link",
  referralCode: "referral_code",
  peopleReferred: "people_referred",
  successfulReferrals: "successful_referrals",
  clicks: "clicks",
  linkStatus: "link_status",
  campaignName: "campaign_name",
  lastReferralDate: "last_referral_date",
  qrCodeUrl: "qr_code_url",
};

/**
 * Returns the name of Goodword's own property. Only the first campaign has the plain names, so no two campaigns
 * share a property.
 */
export function ownProperty(campaignId: number, field: ReferralField): string {
  const prefix = campaignId === 1 ? "goodword" : `goodword_${campaignId}`;
  return `${prefix}_${OWN_NAME[field]}`;
}

export const canTake = ({ writable, takes }: Property, field: ReferralField): boolean =>
  writable && takes.includes(KIND[field]);

// The types that can hold a name. A date or a checkbox cannot.
const TEXT_LIKE = ["string", "enumeration", "number", "phone_number"];

export function canGive({ type }: Property, field: ReferrerField): boolean {
  return field === "email" ? type === "string" : type !== null && TEXT_LIKE.includes(type);
}

/** Returns the label of a field. A field that this version does not know keeps the API's name. */
export function fieldLabel(field: string): string {
  const labels: Record<string, string> = text.fields;
  return labels[field] ?? field;
}
