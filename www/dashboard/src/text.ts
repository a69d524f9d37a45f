/**
 * Every word that the dashboard shows, in one place. The labels of the sync steps are those of
 * Goodword's published instructions and must stay as they are.
 */
import { number } from "./shell/format";

const counted = (n: number, one: string, many: string): string =>
  `${number(n)} ${n === 1 ? one : many}`;
const contacts = (n: number): string => counted(n, "contact", "contacts");

export const text = {
  product: "Goodword",

  common: {
    cancel: "Cancel",
    save: "Save changes",
    close: "Close",
    retry: "Try again",
    reload: "Reload the page",
    loading: "Loading",
    next: "Next",
    back: "Back",
    more: "Show more",
    pageTitle: (page: string) => `${page} · Goodword`,
  },

  shell: {
    tabs: { label: "Main", campaigns: "Campaigns", settings: "Settings" },
    skip: "Skip to the content",
    account: (name: string) => `Account: ${name}`,
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
  },

  problems: {
    notDone: "That could not be done",
    unreachable: {
      title: "Goodword does not answer",
      todo: "Check your Internet connection, then try again. A sync under way goes on without this page.",
    },
    unreadable: {
      title: "This page is older than Goodword",
      todo: "Reload the page to get the present version. If it says this again, tell whoever runs Goodword for you.",
    },
    signedOut: { title: "You are signed out", todo: "Sign in with HubSpot again to go on." },
    forbidden: {
      title: "This is not allowed",
      todo: "Reload the page and try again. If it says this again, sign out and in with HubSpot.",
    },
    missing: {
      title: "This is not here any more",
      todo: "It may have been removed, or it belongs to another HubSpot account. Go back and choose again.",
    },
    conflict: {
      title: "That is not possible",
      todo: "Change it, or reload the page to see the present state.",
    },
    refused: { title: "Goodword could not accept this", todo: "Correct it and try again." },
    busy: {
      title: "Too much at once",
      todo: "Wait a few seconds, then try again. Nothing was lost.",
    },
    broken: {
      title: "Something went wrong in Goodword",
      todo: "Try again. If it stays like this, tell whoever runs Goodword for you. Nothing that was saved before is lost.",
    },
  },

  signIn: {
    title: "A referral link on every contact in HubSpot",
    body: "Goodword gives each of your contacts a referral link of their own and keeps it, with the number of people they referred, in your HubSpot properties.",
    action: "Sign in with HubSpot",
    note: "New here? Signing in also installs Goodword in the HubSpot account that you choose.",
    promise:
      "Goodword never writes to a contact by itself, and changes only the properties that you map.",
    endedTitle: "Your session has ended",
    endedBody: "Sign in again to go on where you were. Syncs went on meanwhile.",
  },

  connection: {
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
  },

  settings: {
    title: "Settings",
    connection: {
      title: "HubSpot connection",
      status: "Status",
      account: "Account",
      hubId: "Hub ID",
      states: {
        connected: "Connected",
        disconnected: "Connection lost",
        misconfigured: "Set-up is faulty",
      },
      unnamed: "Unnamed account",
    },
    disconnect: {
      title: "Disconnect HubSpot",
      body: "Uninstalls Goodword from your HubSpot account. Syncs stop. Links that are out there keep working, and nothing is removed from your contacts.",
      action: "Disconnect",
      confirmTitle: "Disconnect HubSpot?",
      confirmBody: (account: string) =>
        `Goodword loses its access to ${account}. Running syncs stop, and ongoing ones wait until somebody connects again. Existing links keep working, and the properties on your contacts stay as they are.`,
      confirm: "Disconnect HubSpot",
    },
    appearance: {
      title: "Appearance",
      label: "Colour scheme",
      auto: "As the system",
      light: "Light",
      dark: "Dark",
    },
    session: {
      title: "Your session",
      signedInAs: "Signed in as",
      unknownUser: (id: number) => `HubSpot user ${id}`,
      signOut: "Sign out",
    },
  },

  /** The label of the way into a sync, wherever it stands. */
  syncLabel: "Sync Your Contacts",

  campaigns: {
    title: "Campaigns",
    create: "Create campaign",
    columns: { name: "Name", status: "Status" },
    status: { live: "Live", paused: "Paused", archived: "Archived" },
    filter: {
      label: "Show",
      current: (n: number) => `Current (${number(n)})`,
      archived: (n: number) => `Archived (${number(n)})`,
    },
    syncOf: (name: string) => `Sync Your Contacts: ${name}`,
    empty: {
      title: "No campaign yet",
      body: "A campaign is one referral programme: a name, and the page that its links lead to. Create one, then sync your contacts to give each of them a link.",
    },
    noneArchived: {
      title: "Nothing is archived",
      body: "Campaigns that are over can be archived. They leave the list, and their links stop working.",
    },
    allArchived: {
      title: "All campaigns are archived",
      body: "Create a campaign to give contacts referral links again.",
    },
    actions: "Actions",
    menu: (name: string) => `Actions for ${name}`,
    edit: "Edit",
    pause: "Pause",
    resume: "Resume",
    archive: "Archive",
    restore: "Restore",
    archiveTitle: (name: string) => `Archive ${name}?`,
    archiveBody: (referrers: number) =>
      `${counted(referrers, "referral link stops", "referral links stop")} working, nobody new is enrolled, and the campaign leaves the list. You can restore it from there.`,
    form: {
      createTitle: "Create campaign",
      editTitle: "Edit campaign",
      name: "Name",
      nameHint: "Your team sees it here and on the contact record in HubSpot.",
      destination: "Destination",
      destinationHint: "The page that referred people land on.",
      destinationPlaceholder: "https://www.example.com/offer",
      window: "Attribution window",
      windowHint: "Days in which a click still counts for its link.",
      days: "days",
      preview: "Referred people will land on",
      previewCode: "CODE",
      submit: "Create campaign",
      nameMissing: "Give the campaign a name.",
      nameLong: "A name has at most 100 characters.",
      destinationMissing: "Enter the page that the links lead to.",
      destinationBad: "Enter a full address that begins with https://",
      windowBad: "Enter 1 to 365 days.",
    },
    facts: {
      destination: "Destination",
      referrers: "Referrers",
      window: "Attribution window",
      days: (n: number) => counted(n, "day", "days"),
      created: "Created",
    },
    pausedNote: {
      title: "This campaign is paused",
      body: "Its links say so to whoever follows them. Resume it, and they work again.",
    },
    archivedNote: {
      title: "This campaign is archived",
      body: "Its links do not work, and nobody new is enrolled. Restore it, and they work again.",
    },
    notFound: {
      title: "This campaign is not here",
      body: "It may belong to another HubSpot account.",
      action: "Go to Campaigns",
    },
  },

  syncs: {
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
  },

  runs: {
    title: "Runs",
    empty: "No run yet.",
    name: (id: number) => `Run ${number(id)}`,
    heading: (campaign: string) => `Sync of ${campaign}`,
    headingBare: "Sync",
    columns: { state: "State", seen: "Contacts" },
    states: {
      preparing: "Preparing",
      reading: "Running",
      writing: "Running",
      waiting: "Waiting",
      paused: "Paused",
      finished: "Finished",
      stopped: "Stopped",
    },
    headline: {
      preparing: "Checking the properties in HubSpot",
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
      hubspot:
        "Waiting for HubSpot, which is slow or out of order. Goodword tries again by itself.",
      other: "Waiting. It goes on by itself as soon as it can.",
    },
    hold: {
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
    expected: (n: number) => `of about ${number(n)}, as in the last run`,
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
  },

  fields: {
    referralLink: "Referral Link",
    referralCode: "Referral Code",
    peopleReferred: "People Referred",
    successfulReferrals: "Successful Referrals",
    firstName: "First name",
    lastName: "Last name",
    email: "E-mail",
  },
} as const;
