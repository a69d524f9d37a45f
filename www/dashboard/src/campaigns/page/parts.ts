import type { Draft } from "./draft";

/** The props of every part of the editor. */
export interface Parts {
  draft: Draft;
  /** The API's refusals, by the name of the field. */
  faults: Record<string, string | undefined>;
  onChange: (part: Partial<Draft>) => void;
}
