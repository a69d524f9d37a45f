// The code that the redirect adds to the destination's address. `src/domain` (destination.rs,
// code.rs, slug.rs) defines a code; this module only rejects texts that cannot be one.

const PARAMETER = "ref";
/** A code in any case, or a vanity slug: letters, digits and single hyphens between them. */
const CODE_OR_SLUG = /^(?=.{3,40}$)[a-z\d]+(-[a-z\d]+)*$/i;
/** A code as the redirect writes it. */
const AS_WRITTEN = /^[\dA-HJKMNP-TV-Z]{10}$/;

export const isCode = (text: string): boolean => CODE_OR_SLUG.test(text);

/**
 * Returns 1 for a code as the redirect writes it, and 0 for everything else. Other tools use the
 * parameter too, and `?ref=producthunt` might be a slug. A code in the redirect's form is
 * unmistakable, so it takes precedence.
 */
export const isCertain = (code: string): number => +AS_WRITTEN.test(code);

/** Returns the parameter in the page's address, which may not be a code. */
export const inAddress = (): string => new URLSearchParams(location.search).get(PARAMETER) || "";
