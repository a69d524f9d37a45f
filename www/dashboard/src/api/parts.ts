/** What the answers' shapes are made of. */
import * as v from "valibot";

export const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const moment = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text)), "not a moment"),
);
/** One page of a longer list; `next` leads to the following one. */
export const paged = <T extends v.GenericSchema>(item: T) =>
  v.object({ items: v.array(item), next: v.nullish(v.string()) });
