// The arrivals that are kept in the visitor's browser. They are stored twice: in local storage, which some
// browsers keep longer, and in a cookie, which subdomains share. The browser may forbid either.
//
//   goodword_ref = K7Q2M0X49B.1798761600000.2      code . time of arrival . marks

import { inAddress, isCertain, isCode } from "./code.ts";
import { quietly } from "./quietly.ts";
import { DOMAIN, SPAN } from "./settings.ts";

const NAME = "goodword_ref";
const KEPT = new RegExp(`(?:^|;) ?${NAME}=([^.;]+)\\.(\\d+)\\.(\\d)`, "g");

export const IDENTIFIED = 1;
export const CONSENTED = 2;

export interface Arrival {
  readonly code: string;
  /** In milliseconds since 1970. */
  readonly at: number;
  marks: number;
}

/** Returns the kept arrivals that still count. */
export function readKept(): Arrival[] {
  let text = "";
  quietly(() => {
    text = document.cookie;
  });
  quietly(() => {
    text += `;${NAME}=${localStorage.getItem(NAME)}`;
  });
  return [...text.matchAll(KEPT)]
    .map(([, code = "", at, marks]) => ({ code, at: Number(at), marks: Number(marks) }))
    .filter(({ code, at }) => isCode(code) && Date.now() - at < SPAN);
}

/** Returns the arrival in the page's address, if there is one. */
export function arriving(): Arrival[] {
  const code = inAddress();
  return isCode(code) ? [{ code, at: Date.now(), marks: 0 }] : [];
}

/** Returns the first arrival, because the first link wins. */
export const firstOf = (arrivals: Arrival[]): Arrival | undefined =>
  arrivals.sort((a, b) => isCertain(b.code) - isCertain(a.code) || a.at - b.at)[0];

export function keep({ code, at, marks }: Arrival): void {
  const text = `${code}.${at}.${marks}`;
  quietly(() => localStorage.setItem(NAME, text));
  setCookie(text, at + SPAN - Date.now(), DOMAIN);
}

export function erase(): void {
  quietly(() => localStorage.removeItem(NAME));
  setCookie("", 0, DOMAIN);
  // Erases a cookie from a time when the script's element named no domain.
  setCookie("", 0);
}

function setCookie(text: string, milliseconds: number, domain?: string): void {
  const age = Math.ceil(milliseconds / 1e3);
  const shared = domain ? `;domain=${domain}` : "";
  const secure = location.protocol === "https:" ? ";secure" : "";
  quietly(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: many browsers in use know no other way.
    document.cookie = `${NAME}=${text};path=/;max-age=${age};samesite=lax${shared}${secure}`;
  });
}
