/**
 * All words that the dashboard shows, one file per noun. The labels of the sync steps are those of Goodword's
 * published instructions, and must not change.
 */
import { apiKeys } from "./apiKeys";
import { campaigns } from "./campaigns";
import { charts } from "./charts";
import { common } from "./common";
import { connection } from "./connection";
import { fields } from "./fields";
import { links } from "./links";
import { page } from "./page";
import { problems } from "./problems";
import { referrals } from "./referrals";
import { referredBy } from "./referredBy";
import { rules } from "./rules";
import { runs } from "./runs";
import { settings } from "./settings";
import { shell } from "./shell";
import { signIn } from "./signIn";
import { syncs } from "./syncs";
import { transfer } from "./transfer";
import { users } from "./users";
import { wizard } from "./wizard";

export const text = {
  product: "Goodword",
  /** The label of every button that leads into a sync. */
  syncLabel: "Sync Your Contacts",
  apiKeys,
  campaigns,
  charts,
  common,
  connection,
  fields,
  page,
  links,
  problems,
  referrals,
  rules,
  referredBy,
  runs,
  settings,
  shell,
  signIn,
  syncs,
  transfer,
  users,
  wizard,
} as const;
