/**
 * What becomes of a destination as typed. The Worker decides; this only tells a person early.
 */
import { text } from "../text";

/** The address that a referred person lands on, with a stand-in for the code; `null` while it is none. */
export function landing(destination: string): string | null {
  const url = addressOf(destination);
  if (!url) return null;
  url.searchParams.set("ref", text.campaigns.form.previewCode);
  return url.href;
}

/** What is wrong with a destination, or `null`. */
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

// Where Goodword itself is tried out on one machine, the Worker decides whether http is allowed.
function isLocal({ protocol, hostname }: URL): boolean {
  return protocol === "http:" && (hostname === "localhost" || hostname === "127.0.0.1");
}
