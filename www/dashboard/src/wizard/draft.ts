/**
 * The choices in the wizard for one campaign, kept in the browser's tab. They survive a reload, going back, and
 * signing in again. A field that nobody changed is absent, and follows from the present sync or from HubSpot.
 */
import { useSessionStorage } from "@mantine/hooks";
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

/** Reads a stored draft. A draft of another version is ignored. */
function read(kept: string | undefined, otherwise: Draft): Draft {
  if (!kept) return otherwise;
  try {
    const parsed = v.safeParse(Draft, JSON.parse(kept));
    return parsed.success ? parsed.output : otherwise;
  } catch {
    return otherwise;
  }
}

export function useDraft(portalId: number, campaignId: number, sync: Sync | null) {
  const otherwise = draftOf(sync);
  const [draft, keep, forget] = useSessionStorage<Draft>({
    key: `goodword.${portalId}.sync.${campaignId}`,
    defaultValue: otherwise,
    getInitialValueInEffect: false,
    deserialize: (kept) => read(kept, otherwise),
  });
  const change = (part: Partial<Draft>) => keep({ ...draft, ...part });
  return { draft, change, forget };
}
