/** Checks a destination while it is typed. The Worker decides; this only warns a person early. */
import { text } from "../text";

/**
 * Returns the address that a referred person lands on, with a placeholder for the code; `null` if the destination
 * is not a URL.
 */
export function landing(destination: string): string | null {
  const url = addressOf(destination);
  if (!url) return null;
  url.searchParams.set("ref", text.campaigns.form.previewCode);
  return url.href;
}

/** Says what is wrong with a destination; `null` if nothing is. */
export function destinationProblem(destination: string): string | null {
  const words = text.campaigns.form;
  if (!destination.trim()) return words.destinationMissing;
  return addressOf(destination) ? null : words.destinationBad;
}

function addressOf(destination: string): URL | null {
  if (!URL.canParse(destination.trim())) return null;
  const url = new URL(destination.trim());
  return url.protocol === "https:" || isLocal(url) ? url : null;
}

// On a developer's machine the Worker decides whether http is allowed.
function isLocal({ protocol, hostname }: URL): boolean {
  return protocol === "http:" && (hostname === "localhost" || hostname === "127.0.0.1");
}
