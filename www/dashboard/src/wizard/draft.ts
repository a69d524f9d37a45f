/**
 * The choices in the wizard for one campaign, kept in the browser's tab. They survive a reload, going back, and
 * signing in again. What nobody touched is not kept: it follows from the present sync or from HubSpot. Choices that
 * were made about another state of the sync are forgotten.
 */
import { useEffect, useState } from "react";
import * as v from "valibot";
import { INBOUND_FIELDS, LEAVING, MODES, OUTBOUND_FIELDS, type Sync } from "../data/types";
import type { Target } from "../hubspot/targets";

const Source = v.nullable(
  v.union([v.object({ property: v.string() }), v.object({ fixed: v.string() })]),
);
export type Source = v.InferOutput<typeof Source>;

const KeptTarget = v.nullable(v.object({ property: v.string(), mode: v.picklist(MODES) }));

const Draft = v.object({
  lists: v.nullable(v.array(v.string())),
  excludedLists: v.array(v.string()),
  ongoing: v.boolean(),
  onLeaving: v.picklist(LEAVING),
  // By field. Absent: the suggestion. `null`: left out on purpose.
  inbound: v.record(v.string(), Source),
  outbound: v.record(v.string(), KeptTarget),
});
export type Draft = v.InferOutput<typeof Draft>;

/** What a person touched; of the mappings, the rows. */
const Touched = v.partial(Draft);
export type Touched = v.InferOutput<typeof Touched>;

/** A draft in the browser's tab, and the state of the sync that it is about. */
const Kept = v.object({ of: v.string(), touched: Touched });

const FRESH: Draft = {
  lists: null,
  excludedLists: [],
  ongoing: false,
  onLeaving: "keep",
  inbound: {},
  outbound: {},
};

/** Returns the first draft: the settings of the campaign's sync, if it has one. */
export function draftOf(sync: Sync | null): Draft {
  if (!sync) return FRESH;
  const inbound = INBOUND_FIELDS.map((field): [string, Source] => {
    const row = sync.inbound.find((each) => each.field === field);
    if (!row) return [field, null];
    return [field, row.property ? { property: row.property } : { fixed: row.fixed ?? "" }];
  });
  const outbound = OUTBOUND_FIELDS.map((field): [string, Target] => {
    const row = sync.outbound.find((each) => each.field === field);
    return [field, row ? { property: row.property, mode: row.mode } : null];
  });
  return {
    lists: sync.audience.lists,
    excludedLists: sync.audience.excludedLists,
    ongoing: sync.ongoing,
    onLeaving: sync.onLeaving,
    inbound: Object.fromEntries(inbound),
    outbound: Object.fromEntries(outbound),
  };
}

const withPart = <Whole extends Touched>(whole: Whole, part: Touched): Whole => ({
  ...whole,
  ...part,
  ...(part.inbound && { inbound: { ...whole.inbound, ...part.inbound } }),
  ...(part.outbound && { outbound: { ...whole.outbound, ...part.outbound } }),
});

/** Reads what is kept. A draft of another version, or about another state of the sync, is ignored. */
function read(key: string, of: string): Touched {
  try {
    const parsed = v.safeParse(Kept, JSON.parse(sessionStorage.getItem(key) ?? ""));
    return parsed.success && parsed.output.of === of ? parsed.output.touched : {};
  } catch {
    return {};
  }
}

function keep(key: string, kept: v.InferOutput<typeof Kept>): void {
  try {
    if (Object.keys(kept.touched).length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // A browser that forbids storage keeps the draft in this page only.
  }
}

/** Changes a draft, by a part or by what follows from the present draft. */
export type Change = (part: Touched | ((draft: Draft) => Touched)) => void;

export function useDraft(portalId: number, campaignId: number, sync: Sync | null) {
  const key = `goodword.${portalId}.sync.${campaignId}`;
  const base = draftOf(sync);
  const of = JSON.stringify([sync?.id ?? null, base]);
  const [touched, setTouched] = useState(() => read(key, of));
  useEffect(() => keep(key, { of, touched }), [key, of, touched]);
  const change: Change = (part) =>
    setTouched((before) => {
      const known = typeof part === "function" ? part(withPart(base, before)) : part;
      return withPart(before, known);
    });
  return { draft: withPart(base, touched), change, forget: () => setTouched({}) };
}
