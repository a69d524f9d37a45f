/**
 * What is given out and taken in as a table, and the fields of each.
 */
import type { Route } from "../routes";
import type { ReferralImportRow, ReferrerImportRow } from "../types";

export type Kind = "referrers" | "referrals";

export type Field = Exclude<keyof ReferrerImportRow | keyof ReferralImportRow, "line">;

/** A row of either kind: it has the fields that were chosen. */
export type Row = ReferralImportRow;

/** In the order in which people see them. */
export const FIELDS: Record<Kind, readonly Field[]> = {
  referrers: ["contactId", "firstName", "lastName", "email"],
  referrals: [
    "referrerContactId",
    "code",
    "referrerEmail",
    "email",
    "contactId",
    "firstName",
    "lastName",
    "status",
    "referredAt",
    "clickedAt",
    "decidedAt",
  ],
};

export const TABLES = {
  referrers: "GET /api/referrers.csv",
  referrals: "GET /api/referrals.csv",
} as const satisfies Record<Kind, Route>;
