/**
 * The JSON API's answers, parsed where they enter: past this file a value has the shape that its type
 * says. Fields that the dashboard does not know are let through unread, so that the Worker may grow.
 */
import * as v from "valibot";

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const moment = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text)), "not a moment"),
);

export const Session = v.object({
  portal: v.object({
    id,
    domain: v.nullish(v.string()),
    connection: v.picklist(["connected", "disconnected", "misconfigured"]),
    // Host of HubSpot's app for this account.
    uiDomain: v.nullish(v.string()),
  }),
  user: v.object({ id, email: v.nullish(v.string()) }),
});
export type Session = v.InferOutput<typeof Session>;
export type Connection = Session["portal"]["connection"];

export const Campaign = v.object({
  id,
  name: v.string(),
  destination: v.string(),
  status: v.picklist(["live", "paused", "archived"]),
  attributionWindowDays: v.optional(count),
  referrers: count,
  createdAt: moment,
});
export type Campaign = v.InferOutput<typeof Campaign>;
export type CampaignStatus = Campaign["status"];
export const Campaigns = v.object({ items: v.array(Campaign) });

export interface NewCampaign {
  name: string;
  destination: string;
  attributionWindowDays?: number;
}

export interface CampaignChange {
  name?: string;
  destination?: string;
  status?: CampaignStatus;
}

/** Referral data -> HubSpot property. */
const OutboundMapping = v.object({
  field: v.string(),
  property: v.string(),
  mode: v.picklist(["always", "ifEmpty", "never"]),
});
export type OutboundMapping = v.InferOutput<typeof OutboundMapping>;

/** HubSpot property -> referrer field. */
const InboundMapping = v.object({ property: v.string(), field: v.string() });
export type InboundMapping = v.InferOutput<typeof InboundMapping>;

export const Sync = v.object({
  id,
  campaignId: id,
  ongoing: v.boolean(),
  outbound: v.array(OutboundMapping),
  inbound: v.array(InboundMapping),
  nextRunAt: v.nullish(moment),
});
export type Sync = v.InferOutput<typeof Sync>;
export const Syncs = v.object({ items: v.array(Sync) });

export interface NewSync {
  campaignId: number;
  ongoing: boolean;
}

const Counts = v.object({
  seen: count,
  linked: count,
  updated: count,
  unchanged: count,
  skipped: count,
  failed: count,
});
export type Counts = v.InferOutput<typeof Counts>;

export const Run = v.object({
  id,
  syncId: id,
  state: v.picklist(["preparing", "reading", "writing", "paused", "finished", "stopped"]),
  // Open-ended: a reason that this version cannot name is still shown as waiting.
  waitingFor: v.nullish(v.string()),
  problem: v.nullish(v.string()),
  counts: Counts,
  startedAt: moment,
  finishedAt: v.nullish(moment),
  hubspotCalls: count,
});
export type Run = v.InferOutput<typeof Run>;
export type RunState = Run["state"];
export type OutcomeKind = "failed" | "skipped";
export type RunAction = "pause" | "resume" | "stop";
export const Runs = v.object({ items: v.array(Run) });

const Outcome = v.object({
  contactId: v.string(),
  kind: v.string(),
  reason: v.string(),
  detail: v.nullish(v.string()),
});
export type Outcome = v.InferOutput<typeof Outcome>;
export const Outcomes = v.object({ items: v.array(Outcome), next: v.nullish(v.string()) });
export type Outcomes = v.InferOutput<typeof Outcomes>;

/** RFC 9457; only its members that say something to a person are read. */
export const ProblemDocument = v.object({
  type: v.optional(v.string()),
  title: v.optional(v.string()),
  detail: v.nullish(v.string()),
  field: v.nullish(v.string()),
});
