/**
 * Which referrer fields and which referral data there are, and which properties of HubSpot fit them.
 */
import type { Property, ReferralField, ReferrerField, ValueKind } from "../data/types";
import { text } from "../text";

/** HubSpot's own properties for them, in every account. */
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

/** Goodword's own property; the first campaign's have the plain names, so that no two campaigns share one. */
export function ownProperty(campaignId: number, field: ReferralField): string {
  const prefix = campaignId === 1 ? "goodword" : `goodword_${campaignId}`;
  return `${prefix}_${OWN_NAME[field]}`;
}

export const canTake = ({ writable, takes }: Property, field: ReferralField): boolean =>
  writable && takes.includes(KIND[field]);

// Of these a name or an address can be read; a date or a checkbox is neither.
const TEXT_LIKE = ["string", "enumeration", "number", "phone_number"];

export function canGive({ type }: Property, field: ReferrerField): boolean {
  return field === "email" ? type === "string" : type !== null && TEXT_LIKE.includes(type);
}

/** A field's name for people; one that this version does not know keeps the API's. */
export function fieldLabel(field: string): string {
  const labels: Record<string, string> = text.fields;
  return labels[field] ?? field;
}
