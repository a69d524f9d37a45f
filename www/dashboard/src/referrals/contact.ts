/** Reads a contact as people name it: by the id or the address of its record in HubSpot. */

// Contacts have the object type 0-1. Older addresses say `contact` instead.
const RECORD = /\/(?:record\/0-1|contact)\/(\d{1,20})(?:[/?#]|$)/;

/** Returns the contact's id; `null` if the text names none. */
export function contactIdOf(text: string): string | null {
  const trimmed = text.trim();
  if (/^[1-9]\d{0,19}$/.test(trimmed)) return trimmed;
  return RECORD.exec(trimmed)?.[1] ?? null;
}
