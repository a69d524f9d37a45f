/**
 * Which referrer fields and which referral data there are, and which properties of HubSpot fit them.
 */
import type { Property } from "../api/types";
import { text } from "../text";

export const INBOUND_FIELDS = ["firstName", "lastName", "email"] as const;
export type InboundField = (typeof INBOUND_FIELDS)[number];

/** HubSpot's own properties for them, in every account. */
export const SUGGESTED: Record<InboundField, string> = {
  firstName: "firstname",
  lastName: "lastname",
  email: "email",
};

export const OUTBOUND_FIELDS = [
  "referralLink",
  "referralCode",
  "peopleReferred",
  "successfulReferrals",
  "linkStatus",
  "campaignName",
  "lastReferralDate",
  "qrCodeUrl",
] as const;
export type OutboundField = (typeof OUTBOUND_FIELDS)[number];

const KIND: Record<OutboundField, "text" | "number" | "date"> = {
  referralLink: "text",
  referralCode: "text",
  peopleReferred: "number",
  successfulReferrals: "number",
  linkStatus: "text",
  campaignName: "text",
  lastReferralDate: "date",
  qrCodeUrl: "text",
};

const OWN_NAME: Record<OutboundField, string> = {
  referralLink: "referral_link",
  referralCode: "referral_code",
  peopleReferred: "people_referred",
  successfulReferrals: "successful_referrals",
  linkStatus: "link_status",
  campaignName: "campaign_name",
  lastReferralDate: "last_referral_date",
  qrCodeUrl: "qr_code_url",
};

/** Goodword's own property; the first campaign's have the plain names, so that no two campaigns share one. */
export function ownProperty(campaignId: number, field: OutboundField): string {
  const prefix = campaignId === 1 ? "goodword" : `goodword_${campaignId}`;
  return `${prefix}_${OWN_NAME[field]}`;
}

export const canTake = ({ writable, takes }: Property, field: OutboundField): boolean =>
  writable && takes.includes(KIND[field]);

// Of these a name or an address can be read; a date or a checkbox is neither.
const TEXT_LIKE = ["string", "enumeration", "number", "phone_number"];

export function canGive({ type }: Property, field: InboundField): boolean {
  return field === "email" ? type === "string" : TEXT_LIKE.includes(type);
}

/** A field's name for people; one that this version does not know keeps the API's. */
export function fieldLabel(field: string): string {
  const labels: Record<string, string> = text.fields;
  return labels[field] ?? field;
}
