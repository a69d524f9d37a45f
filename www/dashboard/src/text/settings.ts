/** The tab Settings. */

export const settings = {
  title: "Settings",
  connection: {
    title: "HubSpot connection",
    status: "Status",
    account: "Account",
    hubId: "Hub ID",
    states: {
      connected: "Connected",
      disconnected: "Connection lost",
      misconfigured: "Not set up correctly",
    },
    unnamed: "Unnamed account",
  },
  properties: {
    title: "Properties that Goodword writes",
    none: "None yet. Each sync chooses the properties that it writes.",
    property: "HubSpot property",
    data: "Referral data",
    campaign: "Campaign",
    state: "In HubSpot",
    states: {
      there: "There",
      unknown: "Not checked yet",
      missing: "Missing",
      unfit: "Cannot be written",
    },
    make: (n: number) =>
      n === 1 ? "Create the missing property" : `Create ${n} missing properties`,
  },
  disconnect: {
    title: "Disconnect HubSpot",
    body: "Uninstalls Goodword from your HubSpot account. Syncs stop. Existing links keep working, and nothing is removed from your contacts.",
    action: "Disconnect",
    confirmTitle: "Disconnect HubSpot?",
    confirmBody: (account: string) =>
      `Goodword loses its access to ${account}. Running syncs stop, and ongoing ones wait until somebody connects again. Existing links keep working, and the properties on your contacts stay as they are.`,
    confirm: "Disconnect HubSpot",
  },
  appearance: {
    title: "Appearance",
    label: "Colour scheme",
    auto: "Like the system",
    light: "Light",
    dark: "Dark",
  },
  session: {
    title: "Your session",
    signedInAs: "Signed in as",
    unknownUser: (id: number) => `HubSpot user ${id}`,
    signOut: "Sign out",
  },
} as const;
