/**
 * Computes the settings of a sync from a draft and the content of HubSpot, and finds what is wrong with them. Pure,
 * so that it can be tested alone.
 */
import {
  type Catalogue,
  INBOUND_FIELDS,
  type InboundMapping,
  OUTBOUND_FIELDS,
  type OutboundMapping,
  type ReferralField,
  type ReferrerField,
  type SyncSettings,
} from "../data/types";
import { canGive, canTake, fieldLabel, ownProperty, SUGGESTED } from "../hubspot/fields";
import { propertyProblem, type Target } from "../hubspot/targets";
import type { Step } from "../places/places";
import { text } from "../text";
import type { Draft, Source } from "./draft";

export interface Setting {
  campaignId: number;
  draft: Draft;
  catalogue: Catalogue;
  /** The properties that other syncs write, with the names of their campaigns. */
  taken: Map<string, string>;
}

export function sourceOf({ draft, catalogue }: Setting, field: ReferrerField): Source {
  const chosen = draft.inbound[field];
  if (chosen !== undefined) return chosen;
  const there = catalogue.properties.some(({ name }) => name === SUGGESTED[field]);
  return there ? { property: SUGGESTED[field] } : null;
}

/** Suggests Goodword's own property once it exists. */
export function targetOf({ campaignId, draft, catalogue }: Setting, field: ReferralField): Target {
  const chosen = draft.outbound[field];
  if (chosen !== undefined) return chosen;
  const own = ownProperty(campaignId, field);
  const there = catalogue.properties.some((each) => each.name === own && canTake(each, field));
  return there ? { property: own, mode: "always" } : null;
}

export function settingsOf(setting: Setting): SyncSettings {
  const { draft } = setting;
  const inbound = INBOUND_FIELDS.flatMap((field): InboundMapping[] => {
    const source = sourceOf(setting, field);
    return source ? [{ field, ...source }] : [];
  });
  const outbound = OUTBOUND_FIELDS.flatMap((field): OutboundMapping[] => {
    const target = targetOf(setting, field);
    return target ? [{ field, ...target }] : [];
  });
  return {
    ongoing: draft.ongoing,
    audience: { lists: draft.lists, excludedLists: draft.excludedLists },
    onLeaving: draft.onLeaving,
    inbound,
    outbound,
  };
}

/** Says why a source is not possible; `null` if it is. */
export function sourceProblem(setting: Setting, field: ReferrerField): string | null {
  const source = sourceOf(setting, field);
  if (!source) return null;
  if ("fixed" in source) {
    return source.fixed.trim() ? null : text.wizard.why.fixedEmpty(fieldLabel(field));
  }
  if (!source.property) return text.wizard.why.propertyOpen(fieldLabel(field));
  if (!setting.catalogue.fetchedAt) return null;
  const found = setting.catalogue.properties.find(({ name }) => name === source.property);
  return found && canGive(found, field) ? null : text.wizard.why.unreadable(source.property);
}

/** Says why a target is not possible; `null` if it is. */
export function targetProblem(setting: Setting, field: ReferralField): string | null {
  const { why } = text.wizard;
  const target = targetOf(setting, field);
  if (!target) return field === "referralLink" ? why.linkOpen : null;
  if (field === "referralLink" && target.mode === "never") return why.linkNever;
  const above = OUTBOUND_FIELDS.slice(0, OUTBOUND_FIELDS.indexOf(field));
  return propertyProblem(target.property, {
    catalogue: setting.catalogue,
    taken: setting.taken,
    above: above.map((other) => targetOf(setting, other)),
    fits: (property) => canTake(property, field),
  });
}

/** Says why a step is not complete; `null` if it is. */
export function stepProblem(setting: Setting, step: Step): string | null {
  const { why } = text.wizard;
  const { campaignId, draft, catalogue } = setting;
  if (campaignId === 0) return why.campaign;
  if (step === "audience") {
    if (draft.lists === null) return null;
    if (catalogue.listsProblem) return why.listsForbidden;
    return draft.lists.length === 0 ? why.lists : null;
  }
  if (step === "fields") return first(INBOUND_FIELDS, (field) => sourceProblem(setting, field));
  if (step === "properties") {
    return first(OUTBOUND_FIELDS, (field) => targetProblem(setting, field));
  }
  return first(["audience", "fields", "properties"] as const, (each) => stepProblem(setting, each));
}

function first<T>(items: readonly T[], problem: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = problem(item);
    if (found !== null) return found;
  }
  return null;
}
