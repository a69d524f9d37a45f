/** Converts rules between the API, the form, and a sentence. */
import type { Catalogue, Cause, Rule } from "../../data/types";
import { text } from "../../text";

export const KINDS = ["contactProperty", "dealStage", "api", "byHand"] as const;
export const TESTS = ["equals", "anyOf", "atLeast", "known"] as const;
export type Kind = (typeof KINDS)[number];
type TestKind = (typeof TESTS)[number];

/** A rule while it is edited. The entries of each kind stay while another kind is selected. */
export interface Draft {
  kind: Kind;
  property: string | null;
  test: TestKind;
  value: string;
  values: string[];
  amount: string;
  pipeline: string | null;
  stages: string[];
  hold: number | string;
}

const EMPTY: Draft = {
  kind: "contactProperty",
  property: null,
  test: "equals",
  value: "",
  values: [],
  amount: "",
  pipeline: null,
  stages: [],
  hold: 0,
};

export function draftOf(rule: Rule | null): Draft {
  if (!rule) return EMPTY;
  const { cause, holdDays: hold = 0 } = rule;
  if (typeof cause === "string") return { ...EMPTY, kind: cause, hold };
  if ("dealStage" in cause) {
    const { pipeline, stages } = cause.dealStage;
    return { ...EMPTY, kind: "dealStage", pipeline, stages, hold };
  }
  const { property, test } = cause.contactProperty;
  const draft: Draft = { ...EMPTY, kind: "contactProperty", property, hold };
  if (test === "known") return { ...draft, test };
  if ("equals" in test) return { ...draft, test: "equals", value: test.equals };
  if ("anyOf" in test) return { ...draft, test: "anyOf", values: test.anyOf };
  return { ...draft, test: "atLeast", amount: test.atLeast };
}

const AMOUNT = /^-?\d+(\.\d+)?$/;
const LONGEST_VALUE = 200;
export const LONGEST_HOLD = 365;

export type Faults = Partial<Record<keyof Draft, string>>;

/** Returns the faults of a draft, by field. */
export function faultsOf(draft: Draft): Faults {
  const words = text.rules.form;
  const { hold } = draft;
  const faults: Faults = {};
  const sound = typeof hold === "number" && hold >= 0 && hold <= LONGEST_HOLD;
  if (!sound) faults.hold = words.holdBad;
  if (draft.kind === "dealStage") {
    if (!draft.pipeline) faults.pipeline = words.pipelineMissing;
    else if (draft.stages.length === 0) faults.stages = words.stagesMissing;
  }
  if (draft.kind !== "contactProperty") return faults;
  if (!draft.property) faults.property = words.propertyMissing;
  if (draft.test === "equals") {
    if (!draft.value.trim()) faults.value = words.valueMissing;
    else if ([...draft.value].length > LONGEST_VALUE) faults.value = words.valueLong;
  }
  if (draft.test === "anyOf") {
    if (draft.values.length === 0) faults.values = words.valueMissing;
    else if (draft.values.some((value) => [...value].length > LONGEST_VALUE)) {
      faults.values = words.valueLong;
    }
  }
  if (draft.test === "atLeast" && !AMOUNT.test(draft.amount.trim())) {
    faults.amount = words.amountBad;
  }
  return faults;
}

/** Returns the cause that a valid draft describes. */
export function causeOf(draft: Draft): Cause {
  const { kind, property, pipeline, stages } = draft;
  if (kind === "dealStage") return { dealStage: { pipeline: pipeline ?? "", stages } };
  if (kind !== "contactProperty") return kind;
  return { contactProperty: { property: property ?? "", test: testOf(draft) } };
}

function testOf({ test, value, values, amount }: Draft) {
  switch (test) {
    case "equals":
      return { equals: value.trim() };
    case "anyOf":
      return { anyOf: values };
    case "atLeast":
      return { atLeast: amount.trim() };
    case "known":
      return "known" as const;
  }
}

/** Puts a draft in the place of a rule, or at the end. A changed cause needs a new number. */
export function withDraft(rules: Rule[], draft: Draft, old: Rule | null, next: number): Rule[] {
  const cause = causeOf(draft);
  const same = old && JSON.stringify(causeOf(draftOf(old))) === JSON.stringify(cause);
  const made: Rule = { id: same ? old.id : next, cause, holdDays: Number(draft.hold) };
  return old ? rules.map((rule) => (rule.id === old.id ? made : rule)) : [...rules, made];
}

/** Describes a rule in one sentence, with HubSpot's labels where they are known. */
export function ruleText({ cause }: Rule, catalogue: Catalogue | undefined): string {
  const words = text.rules.said;
  if (typeof cause === "string") return words[cause];
  if ("dealStage" in cause) {
    const { pipeline: id, stages } = cause.dealStage;
    const pipeline = catalogue?.pipelines.find((each) => each.id === id);
    const labelOf = (stage: string) =>
      pipeline?.stages.find((each) => each.id === stage)?.label ?? stage;
    return words.deal(stages.map(labelOf), pipeline?.label ?? id);
  }
  const { property: name, test } = cause.contactProperty;
  const property = catalogue?.properties.find((each) => each.name === name)?.label ?? name;
  if (test === "known") return words.known(property);
  if ("equals" in test) return words.equals(property, test.equals);
  if ("anyOf" in test) return words.anyOf(property, test.anyOf);
  return words.atLeast(property, test.atLeast);
}

export const isAboutDeals = ({ cause }: Rule): boolean =>
  typeof cause === "object" && "dealStage" in cause;
