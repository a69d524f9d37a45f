/** Every text that the card shows. The words follow the product's vocabulary. */
import type { Trouble } from "./trouble";

export interface TroubleText {
  title: string;
  reason: string;
  remedy: string;
}

const said = (about: string | null): string => (about === null ? "" : ` It said: ${about}`);

export const texts = {
  loading: "Loading referrals",

  clicks: "Clicks",
  peopleReferred: "People referred",
  successfulReferrals: "Successful referrals",

  linkStatus: { live: "Live", paused: "Paused", revoked: "Revoked" },
  linkNote: {
    live: null,
    paused: "Visitors see a notice, and nothing is counted until the link is resumed.",
    revoked: "This link no longer works and cannot count referrals.",
  },

  copy: "Copy link",
  copied: "Copied",
  copyFailed: {
    title: "The link was not copied",
    message: "Your browser refused. Open the link and copy it from the address bar.",
  },

  lastSynced: "Last synced",
  neverSynced: "Not synced yet",
  syncWaiting: "Newer results are on their way to HubSpot.",
  firstSyncWaiting: "Waiting for the first sync to HubSpot.",
  syncFailed: {
    title: "The last sync of this contact failed",
    reason: "HubSpot did not accept the values.",
    remedy: "Goodword tries again with the next sync. An admin sees the details in Goodword.",
  },

  chooseCampaign: "Campaign",

  share: "Share",
  shareBy: {
    email: "E-mail",
    whatsapp: "WhatsApp",
    linkedin: "LinkedIn",
    x: "X",
    facebook: "Facebook",
    sms: "SMS",
  },

  weeks: { title: "Last 12 weeks", week: "Week of", count: "People" },

  referrals: {
    title: "Latest referrals",
    person: "Person",
    status: "Status",
    came: "When",
    unnamed: (contactId: string | null) =>
      contactId === null ? "Unknown" : `Contact ${contactId}`,
    /** Shown only if there are more referrals than the card lists. */
    latest: (shown: string, total: string, isLeast: boolean) =>
      `The latest ${shown} of ${isLeast ? "more than " : ""}${total}`,
    none: "Nobody yet. Share the link, or add a person whom this contact referred.",
  },
  referralStatus: {
    pending: "Pending",
    qualified: "Successful",
    rejected: "Rejected",
    reversed: "Reversed",
    inReview: "In review",
    notCounted: "Not counted",
  },
  /** By the backend's names. A reason that the card does not know is not shown. */
  notCounted: {
    selfReferral: "Self-referral",
    alreadyReferred: "Referred by somebody else",
    existingCustomer: "Was a customer already",
    linkNotLive: "The link was not live",
    outsideWindow: "Followed the link too long ago",
    disposableAddress: "Throw-away e-mail address",
    burst: "Came in a flood",
  } as Record<string, string>,
  decided: {
    rejected: "Rejected by a person",
    reversedByHand: "Success taken back by a person",
    reversed: "The reason for its success was undone",
  },

  referredBy: "Referred by",
  referredIn: (campaign: string) => `in ${campaign}`,

  addReferral: {
    open: "Add a referral",
    email: "E-mail address",
    firstName: "First name",
    lastName: "Last name",
    missing: "Enter the person's e-mail address.",
    submit: "Add referral",
    somebody: "The person",
    counted: {
      title: "Referral added",
      message: (person: string) => `${person} counts as referred by this contact.`,
    },
    repeated: {
      title: "Already referred",
      message: (person: string) =>
        `${person} is already among this contact's referrals. Nothing was added.`,
    },
    notCounted: { title: "The referral does not count" },
  },

  refresh: "Refresh",
  refreshing: "Refreshing",

  notEnrolled: {
    title: "Not in a campaign yet",
    one: (campaign: string) =>
      `Add this contact to ${campaign} to create their referral link. Nothing is sent to them.`,
    several: "Choose a campaign to create their referral link. Nothing is sent to them.",
  },
  enrolIn: (campaign: string) => `Add to ${campaign}`,
  enrol: "Add to campaign",
  enrolMore: "Add to another campaign",
  cancel: "Cancel",
  enrolled: {
    title: "Referral link created",
    message: (campaign: string) => `The contact is now in ${campaign}.`,
  },

  noCampaign: {
    title: "No campaign to join",
    message:
      "A contact gets a referral link from a campaign, and no campaign is live at the moment.",
    action: "Open Goodword",
  },

  disconnected: {
    title: "Goodword is disconnected from HubSpot",
    withLinks: "Links keep working, but results no longer reach HubSpot.",
    withoutLinks: "Until it is connected again, it cannot create a link for this contact.",
    remedy: "Ask an admin to connect Goodword again. It then catches up automatically.",
    action: "Connect again",
  },

  retry: "Try again",
  trouble: (trouble: Trouble): TroubleText => {
    switch (trouble.kind) {
      case "unconfigured":
        return {
          title: "The app is not set up completely",
          reason: "The profile variable apiOrigin is missing or is not a web address.",
          remedy: "Ask the operator of Goodword to upload the app again with its profile.",
        };
      case "timeout":
        return {
          title: "Goodword took too long to answer",
          reason: "No answer came within the time limit.",
          remedy: "Try again in a moment.",
        };
      case "network":
        return {
          title: "Goodword could not be reached",
          reason: "The connection failed before an answer came.",
          remedy: "Check your internet connection, then try again.",
        };
      case "unreachable":
        return {
          title: "HubSpot could not reach Goodword",
          reason: "HubSpot's servers got no answer from Goodword's.",
          remedy: "Nothing was lost. Try again in a few minutes.",
        };
      case "blocked":
        return {
          title: "HubSpot did not pass the request on",
          reason: `HubSpot said: ${trouble.about}.`,
          remedy: "Ask the operator of Goodword to check the app's permitted addresses.",
        };
      case "busy":
        return {
          title: "Too many requests at once",
          reason: "More requests arrived at once than are allowed.",
          remedy: "Wait a few seconds, then try again.",
        };
      case "unauthorised":
        return {
          title: "Goodword did not accept the request",
          reason: `Goodword could not verify that it came from HubSpot (${trouble.status}).${said(trouble.about)}`,
          remedy:
            "Reload the page. If the error stays, ask an admin to check the app's client secret.",
        };
      case "refused":
        return {
          title: "Goodword could not do this",
          reason: `Goodword refused the request (${trouble.status}).${said(trouble.about)}`,
          remedy: "Reload the page, then try again.",
        };
      case "failing":
        return {
          title: "Goodword has a problem",
          reason: `Goodword answered with an error (${trouble.status}).`,
          remedy: "Nothing was lost. Try again in a few minutes.",
        };
      case "unreadable":
        return {
          title: "Goodword's answer could not be read",
          reason:
            trouble.at === null
              ? "The answer was not in the expected form."
              : `The answer was not in the expected form, at "${trouble.at}".`,
          remedy: "Reload the page to get the newest card. If the error stays, tell an admin.",
        };
    }
  },
} as const;
