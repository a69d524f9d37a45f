/** Numbers with their nouns. */
import { number } from "./format";

export const counted = (n: number, one: string, many: string): string =>
  `${number(n)} ${n === 1 ? one : many}`;

export const contacts = (n: number): string => counted(n, "contact", "contacts");
