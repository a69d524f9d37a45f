/**
 * The share message, as a referrer will have it before them: with a link and a name in their places.
 */
import { text } from "../text";

const LONGEST = 500;

export function linkExample(): string {
  return `${window.location.origin}/r/${text.campaigns.form.previewCode}`;
}

export function sharedText(message: string): string {
  return message
    .replaceAll("{link}", linkExample())
    .replaceAll("{firstName}", text.campaigns.share.exampleName);
}

/** What is wrong with a share message, or `null`. */
export function messageProblem(message: string): string | null {
  return [...message.trim()].length > LONGEST ? text.campaigns.share.long : null;
}
