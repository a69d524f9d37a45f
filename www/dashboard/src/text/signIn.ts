/** The sign-in page. */

export const signIn = {
  title: "A referral link on every contact in HubSpot",
  body: "Goodword gives each of your contacts a referral link of their own and keeps it, with the number of people they referred, in your HubSpot properties.",
  action: "Sign in with HubSpot",
  note: "New here? Signing in also installs Goodword in the HubSpot account that you choose.",
  promise: "Goodword never notifies a contact, and changes only the properties that you map.",
  thisAccount: (id: number) =>
    `This page belongs to HubSpot account ${id}: choose that account when HubSpot asks.`,
  otherAccount: "Go to the account that you are signed in to",
  endedTitle: "Your session has ended",
  endedBody: "Sign in again to continue where you were. Syncs continued in the meantime.",
} as const;
