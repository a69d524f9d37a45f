/** Syncs: the tab, and what a campaign says of its own. */

export const syncs = {
  promote: "Promote",
  generate: "Generate referral links for your contacts by syncing them",
  generateBody:
    "Every contact gets a link of their own, stored in a HubSpot property that your e-mails and workflows can use. Nobody is notified.",
  watch: "View the run",
  allContacts: "All contacts",
  ongoing: "Make this sync ongoing",
  ongoingBody: "New and changed contacts get their links by themselves.",
  nextRun: (when: string) => `Next run: ${when}.`,
  onlyConnected: "Reconnect HubSpot to sync contacts.",
  audience: {
    all: "All contacts",
    list: (id: string) => `List ${id}`,
    lists: (names: string[]) => names.join(", "),
    less: (who: string, names: string[]) => `${who}, without ${names.join(", ")}`,
  },
} as const;
