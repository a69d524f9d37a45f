/**
 * The JSON API's answers, parsed where they enter: past this folder a value has the shape that its type
 * says. Fields that the dashboard does not know are let through unread, so that the Worker may grow.
 */
import * as v from "valibot";
import { count, id, moment } from "./parts";

export * from "./hubspot-types";
export * from "./referrer-types";
export * from "./sync-types";

const Account = v.object({ id, domain: v.nullish(v.string()), userEmail: v.nullish(v.string()) });
export type Account = v.InferOutput<typeof Account>;

export const Session = v.object({
  portal: v.object({
    id,
    domain: v.nullish(v.string()),
    connection: v.picklist(["connected", "disconnected", "misconfigured"]),
    // The address of a contact's record, less the contact.
    recordUrl: v.string(),
    listsGranted: v.boolean(),
  }),
  user: v.object({ id, email: v.nullish(v.string()) }),
  // Every account that this browser is signed in to, this one among them.
  accounts: v.array(Account),
});
export type Session = v.InferOutput<typeof Session>;
export type Connection = Session["portal"]["connection"];

export const Campaign = v.object({
  id,
  name: v.string(),
  destination: v.string(),
  status: v.picklist(["live", "paused", "archived"]),
  attributionWindowDays: count,
  shareMessage: v.string(),
  referrers: count,
  peopleReferred: count,
  successfulReferrals: count,
  createdAt: moment,
});
export type Campaign = v.InferOutput<typeof Campaign>;
export type CampaignStatus = Campaign["status"];
export const Campaigns = v.object({ items: v.array(Campaign) });

export interface NewCampaign {
  name: string;
  destination: string;
  attributionWindowDays?: number;
  shareMessage?: string;
}

export interface CampaignChange extends Partial<NewCampaign> {
  status?: CampaignStatus;
}

const Day = v.object({
  // A calendar day, without a zone.
  day: v.pipe(v.string(), v.isoDate()),
  joined: v.optional(count),
  clicks: count,
  peopleReferred: count,
  successfulReferrals: count,
});
export type Day = v.InferOutput<typeof Day>;
export const Activity = v.object({ items: v.array(Day) });

/** RFC 9457; only its members that say something to a person are read. */
export const ProblemDocument = v.object({
  type: v.optional(v.string()),
  title: v.optional(v.string()),
  detail: v.nullish(v.string()),
  field: v.nullish(v.string()),
});
