/**
 * The share message, as a referrer will have it before them: with a link and a name in their places.
 */
import { text } from "../text";

const LONGEST = 500;

/** A link, by what the account's links begin with; of Goodword's own address while that is not known. */
export function linkExample(base = `${window.location.origin}/r/`): string {
  return base + text.campaigns.form.previewCode;
}

export function sharedText(message: string, base?: string): string {
  return message
    .replaceAll("{link}", linkExample(base))
    .replaceAll("{firstName}", text.campaigns.share.exampleName);
}

/** What is wrong with a share message, or `null`. */
export function messageProblem(message: string): string | null {
  return [...message.trim()].length > LONGEST ? text.campaigns.share.long : null;
}
