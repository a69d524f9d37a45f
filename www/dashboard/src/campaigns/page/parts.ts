import type { Draft } from "./draft";

/** What every part of the editor works on. */
export interface Parts {
  draft: Draft;
  /** What the API found wrong, by the name of the part. */
  faults: Record<string, string | undefined>;
  onChange: (part: Partial<Draft>) => void;
}
