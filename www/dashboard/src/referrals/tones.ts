/** The tone of an event's dot. The words beside it say the same. */
import type { Happening } from "../data/types";

export const TONES: Partial<Record<Happening, "good" | "bad">> = {
  qualified: "good",
  approved: "good",
  admitted: "good",
  notCounted: "bad",
  doubted: "bad",
  rejected: "bad",
  undone: "bad",
  reversed: "bad",
};
