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
  breadcrumbs: "Where you are",
  notFound: {
    title: "There is no such page",
    body: "The address may be mistyped, or what it led to is gone.",
    action: "Go to Campaigns",
  },
  crash: {
    title: "The dashboard stopped",
    body: "This is a fault in Goodword's dashboard, not in your data. Syncs go on without it. Reload the page; if it stops again at the same place, tell whoever runs Goodword for you.",
  },
  offline: {
    banner:
      "You are offline. What you see was loaded earlier; syncs go on without you, and this page catches up once you are back online.",
    title: "You are offline",
    body: "This page was not loaded before the connection was lost. It loads by itself once you are back online.",
  },
} as const;
