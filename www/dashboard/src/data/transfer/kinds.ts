/** The kinds of tables that Goodword exports and imports, and their fields. */
import type { Route } from "../routes";
import type { ReferralImportRow, ReferrerImportRow } from "../types";

export type Kind = "referrers" | "referrals";

export type Field = Exclude<keyof ReferrerImportRow | keyof ReferralImportRow, "line">;

/** A row of either kind: it has the fields that were chosen. */
export type Row = ReferralImportRow;

/** The fields in the order that people see. */
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
