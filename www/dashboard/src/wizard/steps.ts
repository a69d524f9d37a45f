import type { Campaign, Sync } from "../data/types";
import type { Change } from "./draft";
import type { Setting } from "./settings";

/** The props of every step. */
export interface StepProps {
  campaign: Campaign;
  sync: Sync | null;
  setting: Setting;
  problem: string | null;
  change: Change;
  onNext: () => void;
  onBack: () => void;
}
