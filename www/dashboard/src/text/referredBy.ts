/** What HubSpot is told about people who were referred. */

export const referredBy = {
  title: "Referred people in HubSpot",
  body: "Each referred person becomes a contact in HubSpot, or is found there. These properties of that contact say who referred them.",
  nothing:
    "Nothing is written to their contacts beyond that. Choose properties to see who referred them.",
  edit: "Choose properties",
  change: "Change properties",
  table: "From Goodword to the referred person's contact",
  from: "What is written",
  fields: {
    code: "Referral code",
    name: "Referrer’s name",
    link: "Referral link",
    campaign: "Campaign",
  },
  written: (property: string, mode: string) => `${property} (${mode.toLowerCase()})`,
  createHint: "Makes a property of Goodword's own for each row that is still open.",
  failed: "HubSpot did not make the properties.",
} as const;
