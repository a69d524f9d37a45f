/**
 * What the API takes and answers, by the dashboard's names. The types are made of the API's description,
 * which is made of the Worker's own types: `npm run schema` makes them anew.
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
  QuestionState as BackgroundQueryState,
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

/** Something of which nothing is left to the API's own choice. */
type Whole<T> = { [Name in keyof T]-?: NonNullable<T[Name]> };

/** What a sync is to be. */
export type SyncSettings = Whole<schema.SyncChange>;
export type NewSync = Whole<schema.NewSync>;

/** A list of all values of a type, in the order in which people see them; one that is missing is an error. */
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
