/** The tab Syncs, and the sync on a campaign's page. */

export const syncs = {
  title: "Syncs",
  toSyncs: "Go to Syncs",
  neverRun: "Not run yet",
  ongoingOf: (campaign: string) => `Make this sync ongoing: ${campaign}`,
  empty: {
    title: "No sync yet",
    body: "A sync gives contacts their referral links and keeps them in your HubSpot properties. Nobody is notified.",
  },
  columns: { campaign: "Campaign", ongoing: "Ongoing", lastRun: "Last run", actions: "Actions" },
  menu: {
    label: (campaign: string) => `Actions for the sync of ${campaign}`,
    run: "Run now",
    edit: "Edit",
    end: "End sync",
    endTitle: (campaign: string) => `End the sync of ${campaign}?`,
    endBody:
      "The sync runs no more, and another sync can use its properties. Links keep working, and your contacts keep their values.",
  },
  promote: "Promote",
  generate: "Generate referral links for your contacts by syncing them",
  generateBody:
    "Every contact gets a link of their own, stored in a HubSpot property that your e-mails and workflows can use. Nobody is notified.",
  watch: "View the run",
  ongoing: "Make this sync ongoing",
  ongoingBody: "New and changed contacts get their links automatically.",
  nextRun: (when: string) => `Next run: ${when}.`,
  audience: {
    all: "All contacts",
    list: (id: string) => `List ${id}`,
    lists: (names: string[]) => names.join(", "),
    less: (who: string, names: string[]) => `${who}, without ${names.join(", ")}`,
  },
} as const;
