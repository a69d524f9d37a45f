// What the redirect adds to the destination's address. `src/domain` (destination.rs, code.rs, slug.rs)
// decides what a code is; here only what cannot be one is left out.

const PARAMETER = "ref";
/** A code in any case, or a vanity slug: letters, digits and single hyphens between them. */
const CODE_OR_SLUG = /^(?=.{3,40}$)[a-z\d]+(-[a-z\d]+)*$/i;
/** As the redirect writes a code. */
const AS_WRITTEN = /^[\dA-HJKMNP-TV-Z]{10}$/;

export const isCode = (text: string): boolean => CODE_OR_SLUG.test(text);

/**
 * Other tools use the parameter, too: `?ref=producthunt` might be a slug. A code as the redirect writes it
 * cannot be taken for anything else, so it goes before: 1, and 0 for all else.
 */
export const isCertain = (code: string): number => +AS_WRITTEN.test(code);

/** What the page's address says, which need not be a code. */
export const inAddress = (): string => new URLSearchParams(location.search).get(PARAMETER) || "";
