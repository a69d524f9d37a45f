/**
 * The answer of Goodword's card endpoints, parsed where it enters the card.
 *
 * Invariant: what passes `parseAnswer` can be shown without further checks. Links are http(s), counts are
 * whole and not negative, and the answer is about the contact that was asked for. Fields the card does not
 * know are dropped, so that the backend may grow ahead of cards that browsers still hold.
 */
import * as v from "valibot";

const WebAddress = v.pipe(v.string(), v.url(), v.regex(/^https?:/i));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const CampaignSchema = v.object({
  id: v.pipe(v.number(), v.integer()),
  name: v.pipe(v.string(), v.minLength(1)),
});

const ReferrerSchema = v.object({
  campaign: CampaignSchema,
  link: WebAddress,
  code: v.pipe(v.string(), v.minLength(1)),
  linkStatus: v.picklist(["live", "paused", "revoked"]),
  peopleReferred: Count,
  successfulReferrals: Count,
  lastSyncedAt: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
  syncState: v.picklist(["synced", "waiting", "failed"]),
  syncProblem: v.nullable(v.string()),
});

const AnswerSchema = v.object({
  status: v.picklist(["enrolled", "not_enrolled", "no_campaign", "disconnected"]),
  contactId: v.string(),
  referrers: v.array(ReferrerSchema),
  campaigns: v.array(CampaignSchema),
});

export type Campaign = v.InferOutput<typeof CampaignSchema>;
export type Referrer = v.InferOutput<typeof ReferrerSchema>;
export type Answer = v.InferOutput<typeof AnswerSchema>;

/** Either the answer, or the place in it that could not be read; null where none of it could. */
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
