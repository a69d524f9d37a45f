/** The connection to HubSpot. */

export const connection = {
  record: "Open in HubSpot",
  lost: {
    title: "The connection to HubSpot is lost",
    body: "HubSpot no longer accepts Goodword's access: Goodword was uninstalled there, or the user who installed it lost their rights. Referral links keep working. Syncs wait, and catch up by themselves as soon as you reconnect.",
    short: "Links keep working; syncs wait and catch up once you reconnect.",
    action: "Reconnect HubSpot",
  },
  denial: {
    title: "HubSpot denies Goodword a permission",
    remedy: "Reconnect as a user who may view and edit contacts. Referral links keep working.",
  },
  misconfigured: {
    title: "Goodword is not set up correctly",
    body: "HubSpot does not recognise this installation of Goodword. Nothing in your HubSpot account is wrong, and links keep working. Ask the operator of Goodword to check its client ID and secret; syncs catch up after that.",
    short: "Your HubSpot account is fine and links keep working. Tell the operator of Goodword.",
  },
} as const;
