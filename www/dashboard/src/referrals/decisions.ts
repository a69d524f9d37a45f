/**
 * What a person can decide about a referral, as far as it would change anything. The API has the last word: that of a
 * person one referral counts is known there alone.
 */
import type { Referral, ReferralStatus } from "../api/types";
import type { Decision } from "../text/referrals";

/** Of a referral that stands so by rule, and of one that stands so because a person said so. */
const POSSIBLE: Record<ReferralStatus, { byRule: Decision[]; byHand: Decision[] }> = {
  pending: { byRule: ["approve", "reject"], byHand: ["approve", "reject"] },
  qualified: { byRule: ["approve", "reverse"], byHand: ["reverse"] },
  rejected: { byRule: ["approve", "reopen", "reject"], byHand: ["approve", "reopen"] },
  reversed: { byRule: ["approve", "reopen", "reverse"], byHand: ["approve", "reopen"] },
};

/** What takes something away from somebody. */
export type Harmful = Extract<Decision, "reject" | "reverse">;
export const isHarmful = (decision: Decision): decision is Harmful =>
  decision === "reject" || decision === "reverse";

export function decisionsFor({ status, byHand, notCounted }: Referral): Decision[] {
  // Nobody refers themselves, whoever decides.
  if (notCounted === "selfReferral") return [];
  return POSSIBLE[status][byHand ? "byHand" : "byRule"];
}
