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

  flow: {
    steps: { audience: "Audience", properties: "Properties", start: "Start" },
    stepsLabel: "Steps",
    audience: {
      title: "Which contacts take part?",
      all: "All contacts",
      allHint: "Every contact in your HubSpot account, also those without an e-mail address.",
    },
    mapping: {
      title: "Map the data",
      body: "Goodword creates its own properties, in a group of their own, and writes only these.",
      outbound: "From Goodword to HubSpot",
      outboundFrom: "Referral data",
      outboundTo: "HubSpot property",
      inbound: "From HubSpot to Goodword",
      inboundFrom: "HubSpot property",
      inboundTo: "Goodword field",
      required: "Required",
    },
    start: {
      title: "Ready to start",
      campaign: "Campaign",
      audience: "Audience",
      properties: "Properties",
      propertiesValue: "Goodword's own",
      promise: "Nobody is notified",
      promiseBody:
        "Contacts that you sync are not notified or sent their referral link. If you would like to notify them, use your own marketing channels.",
      action: "Start Sync",
      already:
        "This campaign has a sync already. Starting runs it again: contacts keep their links, and only what differs is written.",
    },
  },
} as const;
