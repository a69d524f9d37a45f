/**
 * The dashboard's places: the patterns that screens are routed by, and the links to them.
 */
export const patterns = {
  campaigns: "/campaigns",
  campaign: "/campaigns/:id",
  sync: "/campaigns/:id/sync/:step",
  run: "/runs/:id",
  settings: "/settings",
} as const;

/** The steps of starting a sync, in their order. */
export const STEPS = ["audience", "properties", "start"] as const;
export type Step = (typeof STEPS)[number];

export const to = {
  campaigns: "/campaigns",
  campaign: (id: number) => `/campaigns/${id}`,
  sync: (campaignId: number, step: Step = "audience") => `/campaigns/${campaignId}/sync/${step}`,
  run: (id: number) => `/runs/${id}`,
  settings: "/settings",
} as const;

/** Where the Worker begins and mends the connection; outside of the dashboard's own places. */
export const OAUTH_START = "/hubspot/oauth/start";

/** An id from an address; what is none names nothing, as 0 does. */
export function idOf(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
