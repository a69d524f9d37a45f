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
      misconfigured: "Set-up is faulty",
    },
    unnamed: "Unnamed account",
  },
  disconnect: {
    title: "Disconnect HubSpot",
    body: "Uninstalls Goodword from your HubSpot account. Syncs stop. Links that are out there keep working, and nothing is removed from your contacts.",
    action: "Disconnect",
    confirmTitle: "Disconnect HubSpot?",
    confirmBody: (account: string) =>
      `Goodword loses its access to ${account}. Running syncs stop, and ongoing ones wait until somebody connects again. Existing links keep working, and the properties on your contacts stay as they are.`,
    confirm: "Disconnect HubSpot",
  },
  appearance: {
    title: "Appearance",
    label: "Colour scheme",
    auto: "As the system",
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
