/**
 * Lists the decisions about a referral that would change something. The API has the last word: only it knows
 * whether another referral of the same person counts.
 */
import type { Decision, Referral, ReferralStatus } from "../data/types";
import { text } from "../text";

/** A decision that takes something away from somebody. */
export type Harmful = Extract<Decision, "reject" | "reverse">;

/** The status that each decision leads to. */
const LEADS_TO: Record<Decision, ReferralStatus> = {
  approve: "qualified",
  reject: "rejected",
  reverse: "reversed",
  reopen: "pending",
  admit: "pending",
};

const POSSIBLE: Record<ReferralStatus, Decision[]> = {
  pending: ["approve", "reject"],
  qualified: ["reverse", "approve"],
  rejected: ["approve", "reopen", "reject"],
  reversed: ["approve", "reopen", "reverse"],
  inReview: ["admit", "reject"],
};

type Stands = Pick<Referral, "status" | "byHand" | "notCounted">;

export function decisionsFor({ status, byHand, notCounted }: Stands): Decision[] {
  // No decision makes a self-referral count.
  if (notCounted === "selfReferral") return [];
  return POSSIBLE[status].filter((decision) => !byHand || LEADS_TO[decision] !== status);
}

/** Returns the decision in a word. A decision that keeps the status protects it from the rules. */
export function wordFor(decision: Decision, { status }: Stands): string {
  const { decide, keep } = text.referrals;
  const stays = LEADS_TO[decision] === status;
  return stays && status !== "pending" && status !== "inReview" ? keep[status] : decide[decision];
}

/** Returns whether the decision takes away what the referrer had. */
export const isHarmful = (decision: Decision, { status }: Stands): decision is Harmful =>
  (decision === "reject" || decision === "reverse") && LEADS_TO[decision] !== status;

/** Returns whether the decision is the one that the referrer hopes for. */
export const isWelcome = (decision: Decision, { status }: Stands): boolean =>
  decision === "admit" || (decision === "approve" && status !== "qualified");
