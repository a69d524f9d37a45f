/**
 * Which HubSpot account a page is about: its address says so, as HubSpot's own addresses do. Two tabs can
 * thus be in two accounts, and a page never shows one account's data under another's address.
 */
const IN_ACCOUNT = /^\/a\/([1-9]\d{0,15})(?=\/|$)/;

/** The account of an address; `null` where it names none. */
export function accountOf(path: string): number | null {
  const found = IN_ACCOUNT.exec(path);
  return found ? Number(found[1]) : null;
}

export const accountBase = (portalId: number): string => `/a/${portalId}`;
