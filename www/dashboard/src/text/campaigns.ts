/** The tab Campaigns and the campaign builder. */
import { number } from "../shell/format";
import { counted } from "./words";

export const campaigns = {
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
  share: {
    label: "Share message",
    hint: "What a referrer can pass on. {link} stands for their link, {firstName} for their first name.",
    usual: "I thought of you: {link}",
    preview: "A referrer will see",
    exampleName: "Ana",
    long: "A share message has at most 500 characters.",
  },
  preview: {
    title: "Link preview",
    link: "A link looks like this",
    leads: "It leads to",
    message: "Share message",
    noMessage: "None",
  },
  activity: "Activity",
} as const;
