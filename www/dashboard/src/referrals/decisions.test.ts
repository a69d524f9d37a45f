import { expect, it } from "vitest";
import type { ReferralStatus } from "../data/types";
import { decisionsFor, isHarmful, wordFor } from "./decisions";

/** The decisions offered, marked if they ask first. */
function offered(
  status: ReferralStatus,
  byHand: boolean,
  notCounted: "selfReferral" | null = null,
) {
  const stands = { status, byHand, notCounted };
  return decisionsFor(stands).map((decision) => {
    return wordFor(decision, stands) + (isHarmful(decision, stands) ? "?" : "");
  });
}

it("a person can make only the decisions that would change something", () => {
  expect(offered("pending", false)).toEqual(["Approve", "Reject?"]);
  expect(offered("qualified", false)).toEqual(["Reverse?", "Keep successful"]);
  expect(offered("qualified", true)).toEqual(["Reverse?"]);
  expect(offered("rejected", false)).toEqual(["Approve", "Reopen", "Keep rejected"]);
  expect(offered("rejected", true)).toEqual(["Approve", "Reopen"]);
  expect(offered("reversed", false)).toEqual(["Approve", "Reopen", "Keep reversed"]);
  expect(offered("reversed", true)).toEqual(["Approve", "Reopen"]);
  expect(offered("inReview", false)).toEqual(["Admit", "Reject?"]);
});

it("nobody can make a self-referral count", () => {
  expect(offered("rejected", false, "selfReferral")).toEqual([]);
});
