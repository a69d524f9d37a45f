/**
 * The text of a referral's status: its name, its colour, and a short reason if it does not count.
 */
import type { Standing } from "./answer";
import { texts } from "./texts";

interface StatusText {
  label: string;
  variant: "info" | "success" | "warning" | "danger" | "default";
  reason: string | null;
}

export function statusOf({ status, byHand, notCounted }: Standing): StatusText {
  const label = texts.referralStatus[status];
  switch (status) {
    case "pending":
      return { label, variant: "info", reason: null };
    case "qualified":
      return { label, variant: "success", reason: null };
    case "inReview":
      return { label, variant: "warning", reason: null };
    case "reversed": {
      const { reversed, reversedByHand } = texts.decided;
      return { label, variant: "warning", reason: byHand ? reversedByHand : reversed };
    }
    case "rejected":
      // A person may reject a referral that was already not counted. The first reason says more.
      return notCounted === null
        ? { label, variant: "danger", reason: byHand ? texts.decided.rejected : null }
        : {
            label: texts.referralStatus.notCounted,
            variant: "default",
            reason: texts.notCounted[notCounted] ?? null,
          };
  }
}
