/** The referral page while it is edited: every part is present, and the optional parts are empty. */
import type { FieldKind, ReferralPage } from "../../data/types";

export interface Question {
  key: string;
  kind: FieldKind;
  options: string[];
  required: boolean;
  property: string | null;
}

export interface Label {
  field: string;
  label: string;
  options: string[];
}

const TEXT_PARTS = ["headline", "offer", "button", "consent", "thanksTitle", "thanks"] as const;
export type TextPart = (typeof TEXT_PARTS)[number];

export type Texts = Record<TextPart, string> & { language: string; labels: Label[] };

export type After = "thankYou" | "destination" | "address";

export interface Draft {
  showReferrer: boolean;
  logo: string;
  accent: string;
  background: string;
  questions: Question[];
  /** The highest number in a question's key. A new question takes no key under which old answers are kept. */
  used: number;
  texts: Texts[];
  after: After;
  address: string;
}

export const MOST_QUESTIONS = 8;
/** The language of the first question, if no language was added before. */
const LANGUAGE = "en";

export function draftOf(page: ReferralPage): Draft {
  const { showReferrer, logo, accent, background, fields, texts, after } = page;
  return {
    showReferrer,
    logo: logo ?? "",
    accent,
    background,
    questions: fields.map(({ key, kind, options, required, property }) => ({
      key,
      kind,
      options: options ?? [],
      required: required ?? false,
      property: property ?? null,
    })),
    used: Math.max(0, ...fields.map(({ key }) => Number(/^question_(\d+)$/.exec(key)?.[1] ?? 0))),
    texts,
    after: typeof after === "string" ? after : "address",
    address: typeof after === "string" ? "" : after.address,
  };
}

export function pageOf(draft: Draft): ReferralPage {
  const keys = new Set(["firstName", "email", ...draft.questions.map(({ key }) => key)]);
  return {
    showReferrer: draft.showReferrer,
    logo: draft.logo.trim() || null,
    accent: draft.accent,
    background: draft.background,
    fields: draft.questions.map(({ options, ...question }) => ({
      ...question,
      options: question.kind === "choice" ? tidied(options) : [],
    })),
    texts: draft.texts.map(({ labels, ...texts }) => ({
      ...texts,
      labels: labels.filter(({ field }) => keys.has(field)),
    })),
    after: draft.after === "address" ? { address: draft.address.trim() } : draft.after,
  };
}

const tidied = (options: string[]): string[] =>
  options.map((option) => option.trim()).filter((option) => option !== "");

export function emptyTexts(language: string): Texts {
  return {
    language,
    headline: "",
    offer: "",
    button: "",
    consent: "",
    thanksTitle: "",
    thanks: "",
    labels: [],
  };
}

/** Adds a question to a draft. Its label needs a language, so the first question adds one. */
export function withQuestion(draft: Draft): Draft {
  const key = `question_${draft.used + 1}`;
  const question: Question = { key, kind: "text", options: [], required: false, property: null };
  return {
    ...draft,
    used: draft.used + 1,
    questions: [...draft.questions, question],
    texts: draft.texts.length > 0 ? draft.texts : [emptyTexts(LANGUAGE)],
  };
}

export const labelOf = ({ labels }: Texts, key: string): string =>
  labels.find(({ field }) => field === key)?.label ?? "";

export function withLabel(texts: Texts, key: string, label: string): Texts {
  const known = texts.labels.some(({ field }) => field === key);
  const labels = known
    ? texts.labels.map((each) => (each.field === key ? { ...each, label } : each))
    : [...texts.labels, { field: key, label, options: [] }];
  return { ...texts, labels };
}

/** Removes a question from a draft, with its labels in every language. */
export function withoutQuestion(draft: Draft, key: string): Pick<Draft, "questions" | "texts"> {
  return {
    questions: draft.questions.filter((each) => each.key !== key),
    texts: draft.texts.map((texts) => ({
      ...texts,
      labels: texts.labels.filter(({ field }) => field !== key),
    })),
  };
}

/** Says what is wrong with a new language tag; `null` if nothing is. */
export function tagProblem(tag: string, there: Texts[]): "bad" | "taken" | null {
  if (!/^[a-z]{2,8}(-[a-z\d]{1,8})*$/i.test(tag)) return "bad";
  const taken = there.some(({ language }) => language.toLowerCase() === tag.toLowerCase());
  return taken ? "taken" : null;
}

/** Returns the English name of a language. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
