/** The connection to HubSpot. */

export const connection = {
  record: "Open in HubSpot",
  lost: {
    title: "The connection to HubSpot is lost",
    body: "HubSpot no longer accepts Goodword's access: it was uninstalled there, or the user who installed it lost their rights. Referral links keep working. Syncs wait, and catch up by themselves as soon as you reconnect.",
    short: "Links keep working; syncs wait and catch up once you reconnect.",
    action: "Reconnect HubSpot",
  },
  misconfigured: {
    title: "Goodword's own set-up is faulty",
    body: "HubSpot does not recognise this installation of Goodword. Nothing in your HubSpot account is wrong, and links keep working. Tell whoever runs Goodword for you to check its client ID and secret; syncs catch up after that.",
    short:
      "Your HubSpot account is fine and links keep working. Tell whoever runs Goodword for you.",
  },
} as const;
