// The customer's settings on the script's element: see `ref.ts`.

const DAYS = 90;
const MOST_DAYS = 365;
/** The last is Goodword's own property for the code that referred a contact. */
const USUAL_FIELDS = "goodword_code,referral_code,goodword_referred_by_code,";

// Optimisers that load scripts in their own way leave no current script.
const script = (document.currentScript ||
  document.querySelector('script[src*="/ref.js"]')) as HTMLScriptElement | null;
const { days, domain, consent, field } = script?.dataset || {};

/** The URL of this script. */
export const SOURCE = script?.src;

/** How long a code is kept, in milliseconds. */
export const SPAN = Math.max(1, Math.min(Number(days) || DAYS, MOST_DAYS)) * 864e5;

/** The domain that shares the cookie. Without one, the cookie belongs to this host only. */
export const DOMAIN = domain;

/** Whether nothing is kept until the page gives consent. */
export const WAITS =
  consent === "wait" || (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;

/** The names of the fields that get the code. */
export const FIELDS = (USUAL_FIELDS + (field || "")).split(/[\s,]+/).filter((name) => name);
