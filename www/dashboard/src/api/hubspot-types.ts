/** What HubSpot has, and the questions to it that take a while. */
import * as v from "valibot";
import { count, moment } from "./parts";

const Property = v.object({
  name: v.string(),
  label: v.string(),
  group: v.nullish(v.string()),
  type: v.string(),
  writable: v.boolean(),
  // Made by Goodword.
  own: v.boolean(),
  // Kinds of values that it can be written; none: it may not be written.
  takes: v.array(v.string()),
});
export type Property = v.InferOutput<typeof Property>;

const ContactList = v.object({
  id: v.string(),
  name: v.string(),
  kind: v.picklist(["active", "static"]),
  size: v.nullish(count),
});
export type ContactList = v.InferOutput<typeof ContactList>;

export const Catalogue = v.object({
  properties: v.array(Property),
  lists: v.array(ContactList),
  listsProblem: v.nullish(v.object({ reason: v.string(), detail: v.nullish(v.string()) })),
  problem: v.nullish(v.object({ reason: v.string(), detail: v.nullish(v.string()) })),
  refreshing: v.boolean(),
  fetchedAt: v.nullish(moment),
});
export type Catalogue = v.InferOutput<typeof Catalogue>;

// Ids of questions are the API's own affair: numbers or texts.
const questionId = v.pipe(v.union([v.string(), v.number()]), v.transform(String));

// What was found so far comes under a name of its own, whatever the question.
const unfolded = v.pipe(
  v.looseObject({ found: v.optional(v.looseObject({}), {}) }),
  v.transform(({ found, ...question }) => ({ ...question, ...found })),
);

export const AudienceCount = v.pipe(
  unfolded,
  v.object({
    id: questionId,
    state: v.picklist(["counting", "counted", "failed"]),
    atMost: v.nullish(count),
    count: v.nullish(count),
    problem: v.nullish(v.string()),
  }),
);
export type AudienceCount = v.InferOutput<typeof AudienceCount>;

export const Preview = v.pipe(
  unfolded,
  v.object({
    id: questionId,
    state: v.picklist(["reading", "ready", "failed"]),
    contacts: v.array(
      v.object({ contactId: v.string(), values: v.record(v.string(), v.nullable(v.string())) }),
    ),
    problem: v.nullish(v.string()),
  }),
);
export type Preview = v.InferOutput<typeof Preview>;

export const DryRun = v.pipe(
  unfolded,
  v.object({
    id: questionId,
    state: v.picklist(["preparing", "gathering", "reading", "finished", "failed"]),
    waitingFor: v.nullish(v.string()),
    expected: v.nullish(count),
    counts: v.object({
      seen: count,
      linked: count,
      updated: count,
      unchanged: count,
      skipped: count,
    }),
    samples: v.array(
      v.object({
        contactId: v.string(),
        name: v.nullish(v.string()),
        before: v.record(v.string(), v.nullable(v.string())),
        after: v.record(v.string(), v.nullable(v.string())),
      }),
    ),
    problem: v.nullish(v.string()),
  }),
);
export type DryRun = v.InferOutput<typeof DryRun>;
