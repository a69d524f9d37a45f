/** Referrers, in lists and one by one. */
import * as v from "valibot";
import { count, id, moment, paged } from "./parts";

const LinkStatus = v.picklist(["live", "paused", "revoked"]);
export type LinkStatus = v.InferOutput<typeof LinkStatus>;

const ReferrerLine = v.object({
  campaignId: id,
  contactId: v.string(),
  firstName: v.nullish(v.string()),
  lastName: v.nullish(v.string()),
  email: v.nullish(v.string()),
  code: v.string(),
  link: v.string(),
  linkStatus: LinkStatus,
  peopleReferred: count,
  successfulReferrals: count,
  syncProblem: v.nullish(v.string()),
  joinedAt: moment,
});
export type ReferrerLine = v.InferOutput<typeof ReferrerLine>;
export const ReferrerLines = paged(ReferrerLine);
export type ReferrerLines = v.InferOutput<typeof ReferrerLines>;

export const ORDERS = ["newest", "oldest", "mostReferred", "mostSuccessful"] as const;
export type Order = (typeof ORDERS)[number];

// Open-ended: a kind that this version cannot name is still shown with its detail.
const Event = v.object({ at: moment, kind: v.string(), detail: v.nullish(v.string()) });
export type ReferrerEvent = v.InferOutput<typeof Event>;

export const Referrer = v.object({
  contactId: v.string(),
  campaign: v.object({ id, name: v.string() }),
  firstName: v.nullish(v.string()),
  lastName: v.nullish(v.string()),
  email: v.nullish(v.string()),
  code: v.string(),
  link: v.string(),
  qrUrl: v.string(),
  linkStatus: LinkStatus,
  peopleReferred: count,
  successfulReferrals: count,
  joinedAt: moment,
  lastSyncedAt: v.nullish(moment),
  syncState: v.picklist(["synced", "waiting", "failed"]),
  syncProblem: v.nullish(v.string()),
  history: v.array(Event),
});
export type Referrer = v.InferOutput<typeof Referrer>;
