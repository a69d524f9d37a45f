/** Runs: progress, result, outcomes. */
import { number } from "./format";
import { contacts } from "./words";

export const runs = {
  title: "Runs",
  empty: "No run yet.",
  heading: (campaign: string) => `Sync of ${campaign}`,
  headingBare: "Sync",
  columns: { campaign: "Campaign", state: "State", seen: "Contacts" },
  states: {
    preparing: "Preparing",
    gathering: "Preparing",
    reading: "Running",
    writing: "Running",
    waiting: "Waiting",
    question: "Needs a decision",
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
  goesOn: "You can close this page: the sync continues without it.",
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
    allFailedBody: "The reasons are below. Correct them in HubSpot, then sync again.",
    stopped: "Stopped",
    stoppedBody: "Contacts that were done keep their links. Sync again to do the rest.",
  },
  delay: {
    quota: "Waiting because of HubSpot's call limit. The sync continues by itself.",
    hubspot: "Waiting for HubSpot, which is slow or not available. Goodword tries again by itself.",
    listProcessing: "Waiting until HubSpot has finished its work on a list.",
    other: "Waiting. The sync continues by itself as soon as it can.",
  },
  leavers: {
    title: "Many links would end",
    banner: (campaign: string, n: number) =>
      `${campaign}: ${contacts(n)} left the audience, and their links wait for your decision.`,
    decide: "See who left",
    effect: { keep: "kept", pause: "paused", revoke: "revoked" },
    what: (n: number, effect: string) =>
      `The links of these ${contacts(n)} would be ${effect}. Nothing has changed yet.`,
    again:
      "The decision is about exactly these people. If HubSpot names others, you are asked again.",
    end: { keep: "Go on", pause: "Pause these links", revoke: "Revoke these links" },
    keep: "Keep these links",
    sure: {
      keep: "Go on?",
      pause: "Pause these links?",
      revoke: "Revoke these links for good?",
    },
    sureBody: {
      keep: "Nothing changes for these links.",
      pause:
        "Whoever follows them sees that they are paused. They come back when their contacts return.",
      revoke:
        "Whoever follows them sees that they ended. They stay ended when their contacts return.",
    },
    list: "Contacts that left",
    none: "Nobody is left to decide about.",
    columns: { contact: "Contact", why: "Why", seen: "Last seen as a member" },
    why: {
      gone: "No longer in HubSpot",
      left: (lists: string[]) => `No longer in ${lists.join(", ")}`,
      excluded: (lists: string[]) => `Now in ${lists.join(", ")}, which is left out`,
      all: "In none of the chosen lists",
    },
  },
  hold: {
    leavers: {
      title: "Waiting for your decision",
      what: "Many contacts are no longer in the audience.",
      todo: "Decide below about their links.",
    },
    lists: {
      title: "Waiting for a list",
      what: "A list that this sync covers is no longer in HubSpot.",
      todo: "Nothing is lost: restore the list in HubSpot, then resume; or stop this run and choose other lists for the sync.",
    },
    person: {
      title: "Paused",
      what: "The sync remembers how far it is.",
      todo: "Resume, and it continues from there.",
    },
    connection: {
      title: "Waiting for the connection",
      what: "HubSpot no longer accepts Goodword's access.",
      todo: "Nothing is lost: reconnect HubSpot, and the sync continues by itself.",
    },
    permission: {
      title: "Waiting for a permission",
      what: "Goodword lacks a permission in your HubSpot account.",
      todo: "Nothing is lost: reconnect HubSpot and grant the permissions, and the sync continues by itself.",
    },
    properties: {
      title: "Waiting for a property",
      what: "A property that this sync writes is missing in HubSpot, or Goodword may not write it.",
      todo: "Nothing is lost: correct the property in HubSpot under Settings, Properties; then resume.",
    },
  },
  progress: "Progress of the sync",
  progressText: (done: number) => `${contacts(done)} done`,
  expected: (n: number) => `of about ${number(n)}`,
  perMinute: (n: number) => `${number(Math.round(n))} per minute`,
  timeLeft: (span: string) => `about ${span} left`,
  rate: {
    title: "Contacts per minute",
    told: (most: string, minutes: string) =>
      `At most ${most} contacts per minute, over ${minutes}.`,
  },
  covers: "Covers",
  onlyFailed: "Failed contacts of an earlier run",
  retry: "Retry failed",
  csv: "Download CSV",
  users: "See them in Users",
  allTitle: "All runs",
  counts: {
    label: "Counts of this run",
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
    "Contacts that are done keep their links; the others get none until you sync again. To continue later, pause it instead.",
  toCampaign: "Go to the campaign",
  outcomes: {
    title: { failed: "Failed contacts", skipped: "Skipped contacts" },
    none: "They will be listed here shortly.",
    contact: "Contact ID",
    reason: "Reason",
    label: "Show",
    openInHubspot: (id: string) => `Contact ${id} in HubSpot`,
    reasons: {
      refused: "HubSpot refused it",
      gone: "No longer in HubSpot",
      merged: "Merged into another contact",
      unread: "HubSpot did not show it",
      unconfirmed: "Never confirmed by HubSpot",
      linkRevoked: "Its link was revoked",
    },
    choice: {
      failed: (n: number) => `Failed (${number(n)})`,
      skipped: (n: number) => `Skipped (${number(n)})`,
    },
  },
  notFound: {
    title: "This run does not exist",
    body: "It may belong to another HubSpot account.",
  },
} as const;
