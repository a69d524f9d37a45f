/** Syncs, what they would do, and their runs. */
import * as v from "valibot";
import { count, id, moment, paged } from "./parts";

const Audience = v.object({
  // `null`: all contacts.
  lists: v.nullable(v.array(v.string())),
  excludedLists: v.array(v.string()),
});
export type Audience = v.InferOutput<typeof Audience>;

export const MODES = ["always", "ifEmpty", "never"] as const;
/** Referral data -> HubSpot property. */
export const OutboundMapping = v.object({
  field: v.string(),
  property: v.string(),
  mode: v.picklist(MODES),
});
export type OutboundMapping = v.InferOutput<typeof OutboundMapping>;
export type WriteMode = OutboundMapping["mode"];

/** HubSpot property, or a fixed text, -> referrer field. */
export const InboundMapping = v.union([
  v.object({ field: v.string(), property: v.string() }),
  v.object({ field: v.string(), fixed: v.string() }),
]);
export type InboundMapping = v.InferOutput<typeof InboundMapping>;

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
  kind: v.picklist(["full", "retry"]),
  state: v.picklist([
    "preparing",
    "gathering",
    "reading",
    "writing",
    "paused",
    "finished",
    "stopped",
  ]),
  // Open-ended: a reason that this version cannot name is still shown as waiting.
  waitingFor: v.nullish(v.string()),
  problem: v.nullish(v.string()),
  expected: v.nullish(count),
  counts: Counts,
  perMinute: v.nullish(v.number()),
  secondsLeft: v.nullish(v.number()),
  startedAt: moment,
  finishedAt: v.nullish(moment),
  hubspotCalls: count,
});
export type Run = v.InferOutput<typeof Run>;
export type RunState = Run["state"];
export type OutcomeKind = "failed" | "skipped";
export type RunAction = "pause" | "resume" | "stop";
export const Runs = paged(Run);
export type Runs = v.InferOutput<typeof Runs>;

const Sample = v.object({ at: moment, seen: count });
export type Sample = v.InferOutput<typeof Sample>;
export const Rate = v.object({ items: v.array(Sample) });

const Outcome = v.object({
  contactId: v.string(),
  kind: v.string(),
  reason: v.string(),
  detail: v.nullish(v.string()),
});
export type Outcome = v.InferOutput<typeof Outcome>;
export const Outcomes = paged(Outcome);
export type Outcomes = v.InferOutput<typeof Outcomes>;

export const LEAVING = ["keep", "pause", "revoke"] as const;
export const Sync = v.object({
  id,
  campaignId: id,
  ongoing: v.boolean(),
  audience: Audience,
  onLeaving: v.picklist(LEAVING),
  inbound: v.array(InboundMapping),
  outbound: v.array(OutboundMapping),
  nextRunAt: v.nullish(moment),
  createdAt: moment,
  lastRun: v.nullish(Run),
});
export type Sync = v.InferOutput<typeof Sync>;
export type OnLeaving = Sync["onLeaving"];
export const Syncs = v.object({ items: v.array(Sync) });

/** What a sync is to be. */
export interface SyncSettings {
  ongoing: boolean;
  audience: Audience;
  onLeaving: OnLeaving;
  inbound: InboundMapping[];
  outbound: OutboundMapping[];
}
export type NewSync = SyncSettings & { campaignId: number };
