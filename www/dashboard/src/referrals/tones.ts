/** What the dot of an event hints at; the words beside it say it all. */
import type { Happening } from "../data/types";

export const TONES: Partial<Record<Happening, "good" | "bad">> = {
  qualified: "good",
  approved: "good",
  notCounted: "bad",
  rejected: "bad",
  undone: "bad",
  reversed: "bad",
};
