/**
 * What has been chosen in the wizard so far, for one campaign, kept in the browser's tab: it survives a
 * reload, going back, and signing in again. What nobody touched is not in it, and follows from the sync
 * that is there, or from what HubSpot has.
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
  // By field. Absent: as suggested. `null`: left out on purpose.
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

/** Where the wizard begins: from the campaign's sync, where it has one. */
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

/** A draft as it was kept; one that another version kept is none. */
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
