/**
 * Judges the HubSpot properties that values are written to.
 */
import type { Catalogue, Property, WriteMode } from "../data/types";
import { text } from "../text";

/** A property and its write mode; `null`: the value is not written. */
export type Target = { property: string; mode: WriteMode } | null;

interface Surroundings {
  catalogue: Catalogue;
  /** The properties that other mappings write, with the name of each one's campaign. */
  taken: Map<string, string>;
  /** The targets of the rows above. */
  above: readonly Target[];
  /** Whether a property can hold the value. */
  fits: (property: Property) => boolean;
}

/** Says why a property cannot be a target; `null` where it can. */
export function propertyProblem(
  property: string,
  { catalogue, taken, above, fits }: Surroundings,
): string | null {
  const { why } = text.wizard;
  const campaign = taken.get(property);
  if (campaign !== undefined) return why.taken(property, campaign);
  if (above.some((target) => target?.property === property)) return why.twice(property);
  if (!catalogue.fetchedAt) return null;
  const found = catalogue.properties.find(({ name }) => name === property);
  return found && fits(found) ? null : why.unfit(property);
}
