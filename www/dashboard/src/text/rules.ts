/** The rules that make a campaign's referrals successful, and how to try them. */
import { counted } from "./words";

const quoted = (value: string) => `“${value}”`;

function anyOf(values: string[]): string {
  const last = values.at(-1);
  if (last === undefined) return "…";
  const before = values.slice(0, -1);
  return before.length === 0 ? quoted(last) : `${before.map(quoted).join(", ")} or ${quoted(last)}`;
}

export const rules = {
  title: "What makes a referral successful",
  none: "There is no rule yet. A referral is successful once somebody approves it.",
  any: "Any one of these is enough. If the cause is undone in HubSpot, the referral is pending again.",
  list: "Rules",
  add: "Add rule",
  edit: "Edit",
  remove: "Remove",
  removeTitle: "Remove this rule?",
  removeBody: (rule: string) =>
    `${rule} Its successful referrals stay successful. It makes no other referral successful.`,
  said: {
    equals: (property: string, value: string) => `${quoted(property)} is ${quoted(value)}.`,
    anyOf: (property: string, values: string[]) => `${quoted(property)} is ${anyOf(values)}.`,
    atLeast: (property: string, amount: string) => `${quoted(property)} is at least ${amount}.`,
    known: (property: string) => `${quoted(property)} has a value.`,
    deal: (stages: string[], pipeline: string) =>
      `A deal reaches ${anyOf(stages)} in the pipeline ${quoted(pipeline)}.`,
    api: "Your own system says so through the API.",
    byHand: "Somebody on your team approves it.",
  },
  held: (days: number) => `It must stay true for ${counted(days, "day", "days")}.`,
  deals: {
    unread: "Rules about deals wait: Goodword may not read this account's deals yet.",
    needed: "Goodword needs permission to read deals for rules about them.",
    plan: "This account's HubSpot plan has no pipelines for Goodword.",
    action: "Allow reading deals",
  },
  customers: "Existing customers count",
  customersHint: "People who bought before can also be referred.",
  arrival: "Code in a contact property",
  arrivalHint:
    "A new contact with a referral code in this property becomes a referral. Forms can fill it through a hidden field.",
  arrivalNone: "None",
  form: {
    addTitle: "Add rule",
    editTitle: "Edit rule",
    kind: "A referral is successful when",
    kinds: {
      contactProperty: "a contact property reaches a value",
      dealStage: "a deal reaches a stage",
      api: "your own system says so",
      byHand: "somebody approves it",
    },
    kindHints: {
      api: "With an API key, your system reports each success to Goodword.",
      byHand: "Referrals wait until somebody on your team approves them.",
    },
    property: "Property of the referred contact",
    propertyPlaceholder: "Choose a property",
    test: "Condition",
    tests: {
      equals: "is",
      anyOf: "is any of",
      atLeast: "is at least",
      known: "has a value",
    },
    value: "Value",
    values: "Values",
    valuesHint: "Press Enter after each value.",
    amount: "Number",
    pipeline: "Pipeline",
    stages: "Stages",
    stagesHint: "Any one of them is enough. Goodword checks all contacts of a deal.",
    hold: "Hold period",
    holdHint: "How long this must stay true before the referral counts as successful.",
    days: "days",
    submitAdd: "Add rule",
    propertyMissing: "Choose a property.",
    valueMissing: "Enter a value.",
    valueLong: "A value has at most 200 characters.",
    amountBad: "Enter a number, such as 100 or 99.50.",
    pipelineMissing: "Choose a pipeline.",
    stagesMissing: "Choose at least one stage.",
    holdBad: "Enter 0 to 365 days.",
  },
  trial: {
    title: "Try it on a contact",
    hint: "Trying a rule changes nothing.",
    contact: "E-mail address or record ID",
    action: "Try",
    reading: "Reading the contact",
    met: (name: string) => `${name} meets this rule.`,
    metLater: (name: string, days: number) =>
      `${name} meets this rule, and would count after ${counted(days, "day", "days")}.`,
    notMet: (name: string) => `${name} does not meet this rule yet.`,
    failed: "The trial failed",
  },
} as const;
