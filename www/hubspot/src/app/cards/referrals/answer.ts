/**
 * The answer of Goodword's card endpoints, parsed where it enters the card.
 *
 * Invariant: a value that passes `parseAnswer` can be shown without further checks. Links are
 * http(s), counts are whole and not negative, and the answer is about the requested contact.
 * Unknown fields are dropped, so that the backend may add fields while browsers still hold older
 * cards.
 */
import * as v from "valibot";

const WebAddress = v.pipe(v.string(), v.url(), v.regex(/^https?:/i));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const CampaignSchema = v.object({
  id: v.pipe(v.number(), v.integer()),
  name: v.pipe(v.string(), v.minLength(1)),
});

const ContactId = v.pipe(v.string(), v.regex(/^\d+$/));
const Moment = v.pipe(v.string(), v.isoTimestamp());

const ReferrerSchema = v.object({
  campaign: CampaignSchema,
  link: WebAddress,
  code: v.pipe(v.string(), v.minLength(1)),
  linkStatus: v.picklist(["live", "paused", "revoked"]),
  clicks: Count,
  peopleReferred: Count,
  successfulReferrals: Count,
  lastSyncedAt: v.nullable(Moment),
  syncState: v.picklist(["synced", "waiting", "failed"]),
  syncProblem: v.nullable(v.string()),
  /** Addresses that share the link, by service. */
  share: v.optional(v.record(v.string(), v.string()), {}),
});

/** The state of a referral, and why it is not counted if it is not. */
const standing = {
  status: v.picklist(["pending", "qualified", "rejected", "reversed", "inReview"]),
  byHand: v.boolean(),
  notCounted: v.nullable(v.string()),
  at: Moment,
};

const ReferralSchema = v.object({
  id: v.pipe(v.number(), v.integer()),
  person: v.nullable(v.string()),
  contactId: v.nullable(ContactId),
  ...standing,
});

const WeeksSchema = v.object({
  since: v.pipe(v.string(), v.isoDate()),
  peopleReferred: v.array(Count),
  successfulReferrals: v.array(Count),
});

const ResultsSchema = v.object({
  campaignId: v.pipe(v.number(), v.integer()),
  referrals: v.array(ReferralSchema),
  total: Count,
  totalIsLeast: v.boolean(),
  weeks: v.nullable(WeeksSchema),
});

const ReferredBySchema = v.object({
  campaign: CampaignSchema,
  referrerId: ContactId,
  referrerName: v.nullable(v.string()),
  ...standing,
});

const AddedSchema = v.object({
  campaignId: v.pipe(v.number(), v.integer()),
  outcome: v.picklist(["counted", "repeated", "notCounted", "invalid"]),
  person: v.nullable(v.string()),
  why: v.nullable(v.string()),
  field: v.nullable(v.string()),
});

const AnswerSchema = v.object({
  status: v.picklist(["enrolled", "not_enrolled", "no_campaign", "disconnected"]),
  contactId: v.string(),
  referrers: v.array(ReferrerSchema),
  campaigns: v.array(CampaignSchema),
  // A backend that is older than the card leaves these out.
  results: v.optional(v.array(ResultsSchema), []),
  referredBy: v.optional(v.array(ReferredBySchema), []),
  recordUrl: v.optional(v.nullable(WebAddress), null),
  added: v.optional(v.nullable(AddedSchema), null),
});

export type Campaign = v.InferOutput<typeof CampaignSchema>;
export type Referrer = v.InferOutput<typeof ReferrerSchema>;
export type Referral = v.InferOutput<typeof ReferralSchema>;
export type Results = v.InferOutput<typeof ResultsSchema>;
export type Weeks = v.InferOutput<typeof WeeksSchema>;
export type ReferredBy = v.InferOutput<typeof ReferredBySchema>;
export type Added = v.InferOutput<typeof AddedSchema>;
export type Standing = Pick<Referral, "status" | "byHand" | "notCounted" | "at">;
export type Answer = v.InferOutput<typeof AnswerSchema>;

/**
 * The answer, or the place in it that could not be read. The place is null if nothing could be
 * read.
 */
export type Parsed = { answer: Answer } | { unreadableAt: string | null };

export function parseAnswer(raw: unknown, contactId: string): Parsed {
  const parsed = v.safeParse(AnswerSchema, raw, { abortEarly: true });
  if (!parsed.success) {
    return { unreadableAt: v.getDotPath(parsed.issues[0]) };
  }
  if (parsed.output.contactId !== contactId) {
    return { unreadableAt: "contactId" };
  }
  return { answer: parsed.output };
}
