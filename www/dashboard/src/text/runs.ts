/** Runs: progress, result, outcomes. */
import { number } from "./format";
import { contacts } from "./words";

export const runs = {
  title: "Runs",
  empty: "No run yet.",
  name: (id: number) => `Run ${number(id)}`,
  heading: (campaign: string) => `Sync of ${campaign}`,
  headingBare: "Sync",
  columns: { campaign: "Campaign", state: "State", seen: "Contacts" },
  states: {
    preparing: "Preparing",
    gathering: "Preparing",
    reading: "Running",
    writing: "Running",
    waiting: "Waiting",
    paused: "Paused",
    finished: "Finished",
    stopped: "Stopped",
  },
  headline: {
    preparing: "Checking the properties in HubSpot",
    gathering: "Finding who takes part",
    reading: "Giving contacts their links",
    writing: "Writing the last links to HubSpot",
  },
  goesOn: "You can close this page: the sync goes on without it.",
  result: {
    success: "Success!",
    successBody: (n: number) =>
      n === 1
        ? "1 contact carries its referral link in HubSpot."
        : `${number(n)} contacts carry their referral link in HubSpot.`,
    nobody: "There was no contact to sync.",
    notNotified:
      "Nobody was notified. To share the links, use the property “Referral link” in your HubSpot e-mails and workflows.",
    someFailed: (n: number) =>
      n === 1
        ? "1 contact failed; its reason is below."
        : `${number(n)} contacts failed; their reasons are below.`,
    allFailed: "No contact could be synced",
    allFailedBody: "The reasons are below. Mend them in HubSpot, then sync again.",
    stopped: "Stopped",
    stoppedBody:
      "Contacts that were done keep their links. Sync again to do the rest: it takes up what is left.",
  },
  delay: {
    quota: "Waiting for HubSpot's limit of calls. It goes on by itself.",
    hubspot: "Waiting for HubSpot, which is slow or out of order. Goodword tries again by itself.",
    other: "Waiting. It goes on by itself as soon as it can.",
  },
  hold: {
    lists: {
      title: "Waiting for a list",
      what: "A list that this sync covers is no longer in HubSpot.",
      todo: "The place is kept: restore the list in HubSpot, then resume; or stop this run and choose other lists for the sync.",
    },
    person: {
      title: "Paused",
      what: "The place is kept.",
      todo: "Resume, and it goes on from there.",
    },
    connection: {
      title: "Waiting for the connection",
      what: "HubSpot no longer accepts Goodword's access.",
      todo: "The place is kept: reconnect HubSpot, and the sync goes on by itself.",
    },
    permission: {
      title: "Waiting for a permission",
      what: "Goodword lacks a permission in your HubSpot account.",
      todo: "The place is kept: reconnect HubSpot and grant what it asks for, and the sync goes on by itself.",
    },
    properties: {
      title: "Waiting for a property",
      what: "A property that this sync writes is missing in HubSpot, or Goodword may not write it.",
      todo: "The place is kept: mend the property in HubSpot under Settings, Properties; then resume.",
    },
  },
  progress: "Progress of the sync",
  progressText: (done: number) => `${contacts(done)} done`,
  expected: (n: number) => `of about ${number(n)}`,
  perMinute: (n: number) => `${number(Math.round(n))} a minute`,
  timeLeft: (span: string) => `about ${span} left`,
  rate: {
    title: "Contacts a minute",
    told: (most: string, minutes: string) => `At most ${most} contacts a minute, over ${minutes}.`,
  },
  covers: "Covers",
  onlyFailed: "Failed contacts of an earlier run",
  retry: "Retry failed",
  csv: "Download CSV",
  users: "See them in Users",
  allTitle: "All runs",
  counts: {
    label: "Numbers of this run",
    seen: "Seen",
    linked: "Linked",
    updated: "Updated",
    unchanged: "Unchanged",
    skipped: "Skipped",
    failed: "Failed",
  },
  facts: {
    started: "Started",
    finished: "Ended",
    took: "Took",
    hubspotCalls: "Calls to HubSpot",
  },
  pause: "Pause",
  resume: "Resume",
  stop: "Stop",
  stopTitle: "Stop this sync?",
  stopBody:
    "Contacts that are done keep their links; the others get none until you sync again. To go on later from the same place, pause it instead.",
  toCampaign: "Go to the campaign",
  outcomes: {
    title: { failed: "Failed contacts", skipped: "Skipped contacts" },
    none: "They are listed here shortly.",
    contact: "Contact ID",
    reason: "Reason",
    detail: "In words",
    label: "Show",
    openInHubspot: (id: string) => `Contact ${id} in HubSpot`,
    reasons: {
      refused: "HubSpot refused it",
      gone: "No longer in HubSpot",
      unconfirmed: "Never confirmed by HubSpot",
      linkRevoked: "Its link was revoked",
    },
    choice: {
      failed: (n: number) => `Failed (${number(n)})`,
      skipped: (n: number) => `Skipped (${number(n)})`,
    },
  },
  notFound: {
    title: "This run is not here",
    body: "It may belong to another HubSpot account.",
  },
} as const;
