// The arrivals that are kept in the visitor's browser. They are stored twice: in local storage and in a cookie.
// The browser may forbid either. Where subdomains share the cookie, there is nothing but the cookie: another
// subdomain's storage cannot be erased from here, and would bring back what the visitor had erased.
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

/** Returns the kept arrivals that still count. What somebody else kept under the name may be among them. */
export function readKept(): Arrival[] {
  let text = "";
  quietly(() => {
    text = document.cookie;
  });
  quietly(() => {
    // A copy from a time when the script's element named no domain is void.
    if (!DOMAIN) text += `;${NAME}=${localStorage.getItem(NAME)}`;
  });
  return [...text.matchAll(KEPT)]
    .map(([, code = "", at, marks]) => ({ code, at: Number(at), marks: Number(marks) }))
    .filter(({ at }) => Date.now() - at < SPAN);
}

/** Returns the arrival by the page's address. Its code may be none. */
export const arriving = (): Arrival => ({ code: inAddress(), at: Date.now(), marks: 0 });

/**
 * Returns the first arrival, because the first link wins; but one whose code was used gives way to one with another
 * code. Goodword decides who referred a person.
 */
export function firstOf(arrivals: Arrival[]): Arrival | undefined {
  const used = arrivals.filter(({ marks }) => marks & IDENTIFIED).map(({ code }) => code);
  const rank = ({ code }: Arrival): number => +used.includes(code) * 2 - isCertain(code);
  const real = arrivals.filter(({ code }) => isCode(code));
  return real.sort((a, b) => rank(a) - rank(b) || a.at - b.at)[0];
}

export function keep({ code, at, marks }: Arrival): void {
  const text = `${code}.${at}.${marks}`;
  quietly(() => DOMAIN || localStorage.setItem(NAME, text));
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
  const secure = location.protocol > "http:" ? ";secure" : "";
  quietly(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: many browsers in use know no other way.
    document.cookie = `${NAME}=${text};path=/;max-age=${age};samesite=lax${shared}${secure}`;
  });
}
