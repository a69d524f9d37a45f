/**
 * Maps facts about the referrer to the referred contact's properties, and finds what is wrong with the mappings.
 * Pure, so that it can be tested alone.
 */
import {
  type Catalogue,
  type Property,
  REFERRED_BY_FIELDS,
  type ReferredByField,
  type ReferredByMapping,
} from "../../data/types";
import { propertyProblem, type Target } from "../../hubspot/targets";

export type Targets = Record<ReferredByField, Target>;

export function targetsOf(mappings: readonly ReferredByMapping[]): Targets {
  const targets: Targets = { code: null, name: null, link: null, campaign: null };
  for (const { field, property, mode } of mappings) targets[field] = { property, mode };
  return targets;
}

export function mappingsOf(targets: Targets): ReferredByMapping[] {
  return REFERRED_BY_FIELDS.flatMap((field) => {
    const target = targets[field];
    return target ? [{ field, ...target }] : [];
  });
}

/** Goodword's own property, which all campaigns share. */
const ownProperty = (field: ReferredByField): string => `goodword_referred_by_${field}`;

/** Fills the given rows with Goodword's own properties. */
export const withOwn =
  (fields: readonly ReferredByField[]) =>
  (targets: Targets): Targets => {
    const own = (field: ReferredByField): Target => ({
      property: ownProperty(field),
      mode: "always",
    });
    return { ...targets, ...Object.fromEntries(fields.map((field) => [field, own(field)])) };
  };

export const canTake = ({ writable, takes }: Property): boolean =>
  writable && takes.includes("text");

/**
 * Says why a target is not possible; `null` if it is. `taken` holds the properties that syncs write, with the names
 * of their campaigns.
 */
export function targetProblem(
  targets: Targets,
  field: ReferredByField,
  catalogue: Catalogue,
  taken: Map<string, string>,
): string | null {
  const target = targets[field];
  if (!target) return null;
  const above = REFERRED_BY_FIELDS.slice(0, REFERRED_BY_FIELDS.indexOf(field));
  return propertyProblem(target.property, {
    // A catalogue that is being refreshed may lack properties that were just created.
    catalogue: catalogue.refreshing ? { ...catalogue, fetchedAt: null } : catalogue,
    taken,
    above: above.map((other) => targets[other]),
    fits: canTake,
  });
}
