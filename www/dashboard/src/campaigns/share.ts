/** Fills the share message with an example link and an example name. */
import { text } from "../text";

const LONGEST = 500;

/**
 * Returns an example link. It starts with the base of the account's links, or with this page's origin until that is
 * known.
 */
export function linkExample(base = `${window.location.origin}/r/`): string {
  return base + text.campaigns.form.previewCode;
}

export function sharedText(message: string, base?: string): string {
  return message
    .replaceAll("{link}", linkExample(base))
    .replaceAll("{firstName}", text.campaigns.share.exampleName);
}

/** Says what is wrong with a share message; `null` if nothing is. */
export function messageProblem(message: string): string | null {
  return [...message.trim()].length > LONGEST ? text.campaigns.share.long : null;
}
