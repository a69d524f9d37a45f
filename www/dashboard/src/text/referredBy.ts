/** The properties that Goodword writes on referred contacts. */

export const referredBy = {
  title: "Referred people in HubSpot",
  known: "Each referred person becomes a contact in HubSpot, or is found there.",
  told: "These properties of that contact say who referred them.",
  nothing: "That contact does not say yet who referred them.",
  choose: "Choose the properties of that contact that say who referred them.",
  edit: "Choose properties",
  change: "Change properties",
  table: "From Goodword to the referred person's contact",
  from: "Value",
  fields: {
    code: "Referral code",
    name: "Referrer’s name",
    link: "Referral link",
    campaign: "Campaign",
  },
  written: (property: string, mode: string) => `${property} (${mode.toLowerCase()})`,
  createHint: "Creates one of Goodword's own properties for each row without a property.",
  failed: "HubSpot did not create the properties.",
} as const;
