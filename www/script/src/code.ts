// The code that the redirect adds to the destination's address. `src/domain` (destination.rs,
// code.rs) defines a code; this module only rejects texts that cannot be one.

const PARAMETER = "ref";
/** Ten symbols of Crockford's Base32, in any case. */
const CODE = /^[\dA-HJKMNP-TV-Z]{10}$/i;
/** A code as the redirect writes it. */
const AS_WRITTEN = /^[\dA-HJKMNP-TV-Z]{10}$/;

/**
 * Returns true for a code in any case. Other tools use the parameter, too: `?ref=producthunt` is nothing of
 * Goodword's.
 */
export const isCode = (text: string): boolean => CODE.test(text);

/**
 * Returns 1 for a code as the redirect writes it, and 0 for everything else. A word of ten letters may look
 * like a code in lower case, so a code in the redirect's form takes precedence.
 */
export const isCertain = (code: string): number => +AS_WRITTEN.test(code);

/** Returns the parameter in the page's address, which may not be a code. */
export const inAddress = (): string => new URLSearchParams(location.search).get(PARAMETER) || "";
