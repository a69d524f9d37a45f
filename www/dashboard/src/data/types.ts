/**
 * The API's types, by the dashboard's names. They come from the API's description, which comes from the Worker's
 * own types. `npm run schema` generates them again.
 */
import type * as schema from "./schema";

export type {
  ApiKey,
  Attribution,
  Audience,
  AudienceCount,
  Campaign,
  CampaignChange,
  CampaignStatus,
  Catalogue,
  Cause,
  Connection,
  ContactList,
  Day,
  DryRun,
  FieldKind,
  Happening,
  ImportedLine,
  InboundMapping,
  LeadsTo,
  LineOutcome,
  LinkDomain,
  LinkStatus,
  MachineVisits,
  NewAudienceCount,
  NewCampaign,
  NewPagePreview,
  NewPreview,
  NewReferral,
  NewRuleTrial,
  NotCounted,
  OnLeaving,
  OutboundMapping,
  Outcome,
  OutcomeKind,
  Preview,
  Property,
  QueryState as BackgroundQueryState,
  RateSample as Sample,
  Referral,
  ReferralEvent,
  ReferralField,
  ReferralImportRow,
  ReferralList as Referrals,
  ReferralPage,
  ReferralStatus,
  ReferredByField,
  ReferredByMapping,
  Referrer,
  ReferrerChange,
  ReferrerEvent,
  ReferrerField,
  ReferrerImportRow,
  ReferrerLine,
  ReferrerLineList as ReferrerLines,
  ReferrerOrder as Order,
  Rule,
  RuleTrial,
  Run,
  RunCounts as Counts,
  RunState,
  Session,
  SessionAccount as Account,
  ShareLinks,
  Sync,
  SyncChange,
  ValueKind,
  WriteMode,
} from "./schema";

/** A decision that a person can make about a referral. */
export type Decision = Exclude<schema.ReferralEvent, "qualify" | "undo">;

/** Requires every field, so that no value is left to the API. */
type Whole<T> = { [Name in keyof T]-?: NonNullable<T[Name]> };

/** The settings of a sync. */
export type SyncSettings = Whole<schema.SyncChange>;
export type NewSync = Whole<schema.NewSync>;

/** Lists all values of a type in the order that people see. A missing value is a compile error. */
const every =
  <T extends string>() =>
  <const L extends readonly T[]>(values: L & ([T] extends [L[number]] ? unknown : never)): L =>
    values;

export const MODES = every<schema.WriteMode>()(["always", "ifEmpty", "never"]);
export const FIELD_KINDS = every<schema.FieldKind>()([
  "text",
  "email",
  "phone",
  "choice",
  "checkbox",
]);
export const LEAVING = every<schema.OnLeaving>()(["keep", "pause", "revoke"]);
export const LINK_STATUSES = every<schema.LinkStatus>()(["live", "paused", "revoked"]);
export const REFERRAL_STATUSES = every<schema.ReferralStatus>()([
  "pending",
  "qualified",
  "rejected",
  "reversed",
  "inReview",
]);
export const ORDERS = every<schema.ReferrerOrder>()([
  "newest",
  "oldest",
  "mostReferred",
  "mostSuccessful",
]);
export const INBOUND_FIELDS = every<schema.ReferrerField>()(["firstName", "lastName", "email"]);
export const OUTBOUND_FIELDS = every<schema.ReferralField>()([
  "referralLink",
  "referralCode",
  "peopleReferred",
  "successfulReferrals",
  "clicks",
  "linkStatus",
  "campaignName",
  "lastReferralDate",
  "qrCodeUrl",
]);
export const REFERRED_BY_FIELDS = every<schema.ReferredByField>()([
  "code",
  "name",
  "link",
  "campaign",
]);
