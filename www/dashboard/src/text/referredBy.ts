/** The properties that Goodword writes on referred contacts. */

export const referredBy = {
  title: "Referred people in HubSpot",
  known: "Each referred person becomes a contact in HubSpot, or is found there.",
  told: "These properties of that contact say who referred them.",
  nothing: "Nothing on that contact says yet who referred them.",
  choose: "Choose the properties of that contact that say who referred them.",
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
