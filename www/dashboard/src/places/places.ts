/**
 * The places of the dashboard within an account: the patterns that route screens, and the links to them. The router
 * adds the account in front of them.
 */
export const patterns = {
  campaigns: "/campaigns",
  campaign: "/campaigns/:id",
  page: "/campaigns/:id/page",
  user: "/users/:campaign?/:contact?",
  referral: "/referrals/:id?",
  syncs: "/syncs",
  wizard: "/sync/:step",
  run: "/runs/:id",
  settings: "/settings",
} as const;

/** The steps of the sync wizard, in their order. */
export const STEPS = ["audience", "fields", "properties", "start"] as const;
export type Step = (typeof STEPS)[number];

export const to = {
  campaigns: "/campaigns",
  campaign: (id: number) => `/campaigns/${id}`,
  page: (id: number) => `/campaigns/${id}/page`,
  users: "/users",
  usersOf: (campaignId: number) => `/users?campaign=${campaignId}`,
  /** The users of a campaign, the best first. */
  leadersOf: (campaignId: number, order: "mostSuccessful" | "mostReferred") =>
    `/users?campaign=${campaignId}&order=${order}`,
  user: (campaignId: number, contactId: string) =>
    `/users/${campaignId}/${encodeURIComponent(contactId)}`,
  referrals: "/referrals",
  referral: (id: number) => `/referrals/${id}`,
  /** The referrals by one referrer of a campaign. */
  referralsBy: (campaignId: number, contactId: string) =>
    `/referrals?campaign=${campaignId}&referrer=${encodeURIComponent(contactId)}`,
  referralsOf: (campaignId: number) => `/referrals?campaign=${campaignId}`,
  syncs: "/syncs",
  /** The wizard. Without a campaign it asks for one. */
  sync: (campaignId: number | null, step: Step = "audience") =>
    campaignId === null ? `/sync/${step}` : `/sync/${step}?campaign=${campaignId}`,
  run: (id: number) => `/runs/${id}`,
  settings: "/settings",
} as const;

/** Reads an id from an address. An invalid id becomes 0, which names nothing. */
export function idOf(text: string | null): number {
  return text && /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
