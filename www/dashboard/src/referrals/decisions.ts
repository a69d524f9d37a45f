/**
 * What a person can decide about a referral, as far as it would change anything. The API has the last word: that of a
 * person one referral counts is known there alone.
 */
import type { Decision, Referral, ReferralStatus } from "../data/types";
import { text } from "../text";

/** What takes something away from somebody. */
export type Harmful = Extract<Decision, "reject" | "reverse">;

/** Where a person's decision leads, from any status that it can be made in. */
const LEADS_TO: Record<Decision, ReferralStatus> = {
  approve: "qualified",
  reject: "rejected",
  reverse: "reversed",
  reopen: "pending",
};

const POSSIBLE: Record<ReferralStatus, Decision[]> = {
  pending: ["approve", "reject"],
  qualified: ["reverse", "approve"],
  rejected: ["approve", "reopen", "reject"],
  reversed: ["approve", "reopen", "reverse"],
};

type Stands = Pick<Referral, "status" | "byHand" | "notCounted">;

export function decisionsFor({ status, byHand, notCounted }: Stands): Decision[] {
  // Nobody refers themselves, whoever decides.
  if (notCounted === "selfReferral") return [];
  return POSSIBLE[status].filter((decision) => !byHand || LEADS_TO[decision] !== status);
}

/** The decision in a word. One that leaves the status as it is makes it stand against the rules. */
export function wordFor(decision: Decision, { status }: Stands): string {
  const { decide, keep } = text.referrals;
  const stays = LEADS_TO[decision] === status;
  return stays && status !== "pending" ? keep[status] : decide[decision];
}

/** Whether it takes away what the referrer had. */
export const isHarmful = (decision: Decision, { status }: Stands): decision is Harmful =>
  (decision === "reject" || decision === "reverse") && LEADS_TO[decision] !== status;
