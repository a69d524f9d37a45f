/**
 * Reads the HubSpot account of a page from its address, as HubSpot's own addresses name it. So two tabs can be in
 * two accounts, and a page never shows one account's data under another's address.
 */
const IN_ACCOUNT = /^\/a\/([1-9]\d{0,15})(?=\/|$)/;

/** Returns the account of an address; `null` if it names none. */
export function accountOf(path: string): number | null {
  const found = IN_ACCOUNT.exec(path);
  return found ? Number(found[1]) : null;
}

export const accountBase = (portalId: number): string => `/a/${portalId}`;
