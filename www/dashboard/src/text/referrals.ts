/** The tab Referrals, one referral, and the referrals on the pages of a referrer and of a campaign. */
const statuses = {
  pending: "Pending",
  qualified: "Successful",
  rejected: "Rejected",
  reversed: "Reversed",
  inReview: "In review",
};

const came = {
  form: "Referral page",
  script: "Site script",
  property: "HubSpot property",
  api: "API",
  byHand: "By hand",
};

/** Short reasons beside a status. The API gives the same reasons in sentences. */
const notCounted = {
  selfReferral: "Self-referral",
  alreadyReferred: "Referred by somebody else",
  existingCustomer: "Was a customer already",
  linkNotLive: "Link was not live",
  outsideWindow: "Came too late",
  disposableAddress: "Disposable address",
  burst: "Too many at once",
};

/** The events of a referral, on its own page. */
const events = {
  referred: "Referred",
  notCounted: "Not counted",
  doubted: "In review: a person decides whether it counts",
  admitted: "Admitted by a person: the rules decide from now on",
  qualified: "Became successful by a rule",
  undone: "The reason for its success was undone",
  approved: "Approved by a person",
  rejected: "Rejected by a person",
  reversed: "Success taken back by a person",
  reopened: "Reopened: the rules decide again",
};

/** The same events on the referrer's page. */
const eventsOf = {
  referred: (person: string) => `Referred ${person}`,
  notCounted: (person: string) => `Referred ${person}, not counted`,
  doubted: (person: string) => `Referred ${person}, in review`,
  admitted: (person: string) => `Referral of ${person} admitted`,
  qualified: (person: string) => `Referral of ${person} became successful`,
  undone: (person: string) => `Referral of ${person}: the reason for its success was undone`,
  approved: (person: string) => `Referral of ${person} approved`,
  rejected: (person: string) => `Referral of ${person} rejected`,
  reversed: (person: string) => `Success of ${person} taken back`,
  reopened: (person: string) => `Referral of ${person} reopened`,
};

const decide = {
  approve: "Approve",
  reject: "Reject",
  reverse: "Reverse",
  reopen: "Reopen",
  admit: "Admit",
};

export const referrals = {
  title: "Referrals",
  columns: {
    person: "Person",
    referrer: "Referred by",
    campaign: "Campaign",
    status: "Status",
    came: "Came by",
    at: "Referred",
  },
  statuses,
  came,
  notCounted,
  unnamed: "Unnamed person",
  by: (referrer: string) => `by ${referrer}`,
  filters: {
    searchPlaceholder: "Name or e-mail",
    campaign: "Campaign",
    anyCampaign: "All campaigns",
    status: "Status",
    anyStatus: "Any status",
    referrer: (name: string) => `Referred by ${name}`,
    anyReferrer: (name: string) => `Show everybody, not only people referred by ${name}`,
  },
  empty: {
    title: "Nobody was referred yet",
    body: "Each person who comes by a referral link and gives their name or address becomes a referral. They can come in five ways:",
    ways: [
      [
        "The referral page",
        "A campaign whose links lead to Goodword's own page has a form there. Everybody who sends it is referred.",
      ],
      [
        "The script on your site",
        "It remembers the link that a visitor followed, and fills your HubSpot forms with its code.",
      ],
      [
        "A HubSpot property",
        "A contact that arrives with a referral code in the property that the campaign names is referred.",
      ],
      [
        "The API",
        "Your own systems report referred people and successes, with a key from the settings.",
      ],
      ["By hand", "On a user's page you add the people they referred."],
    ],
    users: "Go to Users",
    keys: "API keys",
  },
  none: {
    title: "No referral matches",
    body: "No referral matches these filters. The search finds names and e-mail addresses by their beginnings.",
  },
  panel: {
    label: "Referral",
    noContact: "Not in HubSpot yet",
    referrer: "Referred by",
    campaign: "Campaign",
    came: "Came by",
    at: "Referred",
    clicked: "Followed the link",
    decided: {
      pending: "Reopened",
      qualified: "Successful since",
      rejected: "Rejected",
      reversed: "Reversed",
      inReview: "In review since",
    },
    why: {
      pending: "Why is this not successful yet?",
      qualified: "Why is this successful?",
      rejected: "Why does this not count?",
      reversed: "Why does this no longer count?",
      inReview: "Why is this in review?",
    },
    noWhy: "No reason is known.",
    byHand: "A person decided this. No rule changes it until it is reopened.",
    history: "History",
    noHistory: "Nothing yet.",
    missing: {
      title: "This referral does not exist",
      body: "It may have been deleted for privacy, or belong to another HubSpot account.",
    },
  },
  events,
  eventsOf,
  decisions: "Decide about this referral",
  decide,
  /** A decision that keeps what the rules decided, and protects it from them. */
  keep: {
    qualified: "Keep successful",
    rejected: "Keep rejected",
    reversed: "Keep reversed",
  },
  /** The questions before a harmful decision. */
  ask: {
    reject: {
      title: "Reject this referral?",
      body: "It does not count for the referrer, and no rule makes it successful. You can approve or reopen it later.",
    },
    reverse: {
      title: "Reverse this success?",
      body: "It no longer counts for the referrer, and the numbers in HubSpot follow. No rule makes it successful again; you can approve or reopen it later.",
    },
  },
  ofUser: {
    title: "Referrals",
    none: "Nobody yet. People who come by this link and give their address appear here.",
    all: "See all in Referrals",
  },
  add: {
    action: "Add a referral",
    title: (referrer: string) => `Add a person referred by ${referrer}`,
    hint: "Say who it is by their e-mail address or by their record in HubSpot. Nobody is notified.",
    email: "E-mail",
    contact: "HubSpot contact",
    contactHint: "Its record ID, or the address of its record.",
    firstName: "First name",
    lastName: "Last name",
    submit: "Add referral",
    missing: "Enter an e-mail address or a HubSpot contact.",
    contactBad: "Enter a record ID, which is a number, or the address of a contact's record.",
    counted: (person: string) => `${person} was added, and counts`,
    notCounted: (person: string) => `${person} was added, but does not count`,
    known: (person: string, status: string) => `${person} was already referred: ${status}`,
    see: "See the referral",
    another: "Add another",
  },
  funnel: {
    title: "From click to success",
    clicks: "Clicks",
    referred: "People referred",
    successful: "Successful",
    ofClicks: (rate: string) => `${rate} of clicks`,
    ofReferred: (rate: string) => `${rate} of people referred`,
    more: "some without a click",
  },
  leaders: {
    title: "Top referrers",
    order: "Order",
    orders: { mostSuccessful: "By successful", mostReferred: "By referred" },
    none: {
      mostSuccessful: "No referral was successful yet.",
      mostReferred: "Nobody was referred yet.",
    },
    rank: "Rank",
    all: "See all in Users",
  },
} as const;
