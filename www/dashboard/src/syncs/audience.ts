/** Describes an audience in words. */
import type { Audience, ContactList } from "../data/types";
import { text } from "../text";

export function audienceText({ lists, excludedLists }: Audience, known: ContactList[]): string {
  const words = text.syncs.audience;
  const name = (id: string) => known.find((list) => list.id === id)?.name ?? words.list(id);
  const who = lists === null ? words.all : words.lists(lists.map(name));
  return excludedLists.length === 0 ? who : words.less(who, excludedLists.map(name));
}
