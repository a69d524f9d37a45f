/** A contact as people name it: by the id of its record, or by the address of its record in HubSpot. */

// The object type of contacts is 0-1; older addresses say it in a word.
const RECORD = /\/(?:record\/0-1|contact)\/(\d{1,20})(?:[/?#]|$)/;

/** The contact's id; `null` where the text names none. */
export function contactIdOf(text: string): string | null {
  const trimmed = text.trim();
  if (/^[1-9]\d{0,19}$/.test(trimmed)) return trimmed;
  return RECORD.exec(trimmed)?.[1] ?? null;
}
