/** The frame around every screen. */

export const shell = {
  tabs: {
    label: "Main",
    campaigns: "Campaigns",
    users: "Users",
    referrals: "Referrals",
    syncs: "Syncs",
    settings: "Settings",
  },
  skip: "Skip to the content",
  account: (name: string) => `Account: ${name}`,
  accounts: {
    add: "Add another account",
    signOutHere: "Sign out of this account",
    signOutAll: "Sign out of all accounts",
  },
  portal: (id: number) => `HubSpot account ${id}`,
  breadcrumbs: "Breadcrumbs",
  notFound: {
    title: "This page does not exist",
    body: "The address may be wrong, or the page was removed.",
    action: "Go to Campaigns",
  },
  crash: {
    title: "The dashboard stopped",
    body: "This is a fault in Goodword's dashboard, not in your data. Syncs continue without it. Reload the page; if it stops again at the same place, tell the operator of Goodword.",
  },
  offline: {
    banner:
      "You are offline. What you see was loaded earlier; syncs continue without you, and this page catches up once you are back online.",
    title: "You are offline",
    body: "This page was not loaded before the connection was lost. It loads by itself once you are back online.",
  },
} as const;
