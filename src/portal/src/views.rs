//! The shapes of a portal's answers: what the JSON API and the card give out. Times are RFC 3339 in UTC.

use domain::mapping::ValueKind;
use domain::{
    Audience, CampaignId, CampaignStatus, ContactId, HubId, InboundMapping, LinkStatus, OnLeaving,
    OutboundMapping, ReferralCode, RunId, SyncId,
};
use hubspot::lists::ContactList;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::outcomes::Reason;
use crate::requests::OutcomeKind;

/// A page or a whole list of things.
#[derive(Debug, Serialize)]
pub struct List<T> {
    /// The things.
    pub items: Vec<T>,
    /// Where the next page begins; null on the last and on whole lists.
    pub next: Option<String>,
}

impl<T> List<T> {
    pub(crate) fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

/// How an account is connected.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionView {
    /// The account; absent before the first authorisation.
    pub id: Option<HubId>,
    /// Its domain name, for people to recognise it.
    pub domain: Option<String>,
    /// Host of HubSpot's app for this account.
    pub ui_domain: Option<String>,
    /// In which state the connection is.
    pub connection: Connection,
}

/// The state of a connection as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Connection {
    /// HubSpot lets us in.
    Connected,
    /// The grant is gone; connecting again helps.
    Disconnected,
    /// HubSpot refuses the app itself: its client secret is wrong. Only the operator can help.
    Misconfigured,
}

/// A campaign.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CampaignView {
    /// Its id.
    pub id: CampaignId,
    /// Its name.
    pub name: String,
    /// Where its links lead.
    pub destination: String,
    /// Days in which a click still counts.
    pub attribution_window_days: u32,
    /// Whether its links work.
    pub status: CampaignStatus,
    /// How many contacts take part.
    pub referrers: u32,
    /// Since when it exists.
    pub created_at: Timestamp,
}

/// A referrer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReferrerView {
    /// The contact.
    pub contact_id: ContactId,
    /// The campaign.
    pub campaign: CampaignName,
    /// The code.
    pub code: ReferralCode,
    /// The link that carries it.
    pub link: String,
    /// Whether the link works.
    pub link_status: LinkStatus,
    /// People referred.
    pub people_referred: u32,
    /// Successful referrals.
    pub successful_referrals: u32,
    /// When HubSpot last had everything right.
    pub last_synced_at: Option<Timestamp>,
    /// Whether HubSpot shows the link.
    pub sync_state: SyncState,
    /// Why not, in words.
    pub sync_problem: Option<String>,
}

/// A referrer as a line of a list.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReferrerLine {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The contact.
    pub contact_id: ContactId,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// The code.
    pub code: ReferralCode,
    /// The link that carries it.
    pub link: String,
    /// What was decided for this link; a campaign that is not live overrules it.
    pub link_status: LinkStatus,
    /// People referred.
    pub people_referred: u32,
    /// Successful referrals.
    pub successful_referrals: u32,
    /// Why HubSpot refused the last write, if it did.
    pub sync_problem: Option<String>,
    /// Since when the contact takes part.
    pub joined_at: Timestamp,
}

/// A campaign as others name it.
#[derive(Debug, Clone, Serialize)]
pub struct CampaignName {
    /// Its id.
    pub id: CampaignId,
    /// Its name.
    pub name: String,
}

/// Whether HubSpot shows what Goodword knows of a referrer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum SyncState {
    /// It does.
    Synced,
    /// Not yet.
    Waiting,
    /// HubSpot refused it.
    Failed,
}

/// A sync.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncView {
    /// Its id.
    pub id: SyncId,
    /// The campaign it serves.
    pub campaign_id: CampaignId,
    /// Whether cron repeats it.
    pub ongoing: bool,
    /// Who takes part.
    pub audience: Audience,
    /// What becomes of the links of those who leave.
    pub on_leaving: OnLeaving,
    /// Referral data -> HubSpot property.
    pub outbound: Vec<OutboundMapping>,
    /// HubSpot property -> referrer field.
    pub inbound: Vec<InboundMapping>,
    /// When it is next due.
    pub next_run_at: Option<Timestamp>,
    /// Since when it exists.
    pub created_at: Timestamp,
}

/// A run.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RunView {
    /// Its id.
    pub id: RunId,
    /// The sync it executes.
    pub sync_id: SyncId,
    /// How far it is.
    pub state: RunStateView,
    /// What it waits for, if for anything.
    pub waiting_for: Option<WaitingFor>,
    /// What holds it, in words.
    pub problem: Option<String>,
    /// How many contacts it is about to see, as far as that is known.
    pub expected: Option<u32>,
    /// Contacts by outcome.
    pub counts: CountsView,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Calls made to HubSpot.
    pub hubspot_calls: u32,
    /// Values written to the link index.
    pub kv_writes: u32,
    /// Rows written to the portal's storage.
    pub rows_written: u32,
}

/// How far a run is, as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RunStateView {
    /// Looking at the properties.
    Preparing,
    /// Learning who is in the lists.
    Gathering,
    /// Reading and writing.
    Reading,
    /// Only writing.
    Writing,
    /// Held.
    Paused,
    /// Done.
    Finished,
    /// Ended early.
    Stopped,
}

/// What a run waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum WaitingFor {
    /// HubSpot's limit of calls.
    Quota,
    /// HubSpot, which is slow or failing.
    Hubspot,
    /// A person who resumes it.
    Person,
    /// A person who connects the account again.
    Connection,
    /// A person who grants the missing permission.
    Permission,
    /// A person who mends the mapped properties.
    Properties,
    /// A person who mends the audience: a list is gone.
    Lists,
}

/// Contacts by outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CountsView {
    /// Read so far.
    pub seen: u32,
    /// Got their link.
    pub linked: u32,
    /// Had a property brought up to date.
    pub updated: u32,
    /// Had everything right already.
    pub unchanged: u32,
    /// Left out, with a reason.
    pub skipped: u32,
    /// Refused by HubSpot, with a reason.
    pub failed: u32,
}

/// A contact of a run that failed or was skipped.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OutcomeView {
    /// The contact.
    pub contact_id: ContactId,
    /// Failed or skipped.
    pub kind: OutcomeKind,
    /// Why.
    pub reason: Reason,
    /// Why, in words.
    pub detail: String,
}

/// Which properties and lists HubSpot has, as of when they were last fetched.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueView {
    /// The properties of contacts.
    pub properties: Vec<PropertyView>,
    /// The lists of contacts.
    pub lists: Vec<ContactList>,
    /// Why there are no lists, if that is not because there are none.
    pub lists_problem: Option<ListsProblem>,
    /// Why the last fetch failed, in words.
    pub problem: Option<String>,
    /// Whether they are being fetched.
    pub refreshing: bool,
    /// When they were last fetched.
    pub fetched_at: Option<Timestamp>,
}

/// A property of contacts, as far as mappings go.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PropertyView {
    /// The name that the API uses.
    pub name: String,
    /// The name that people see.
    pub label: String,
    /// The group that it is listed under.
    pub group: String,
    /// HubSpot's name of its type.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Whether Goodword may write it.
    pub writable: bool,
    /// Whether Goodword made it.
    pub own: bool,
    /// The kinds of values that Goodword may write into it.
    pub takes: Vec<ValueKind>,
}

/// Why HubSpot gives no lists.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListsProblem {
    /// What can be done.
    pub reason: ListsProblemReason,
    /// In words.
    pub detail: String,
}

/// What can be done about lists that HubSpot does not give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ListsProblemReason {
    /// The customer grants the permission.
    Permission,
    /// The account's plan has no lists.
    Plan,
}

/// What the card shows of a contact.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CardView {
    /// In which state the contact is.
    pub status: CardStatus,
    /// The contact.
    pub contact_id: ContactId,
    /// One row a campaign that the contact takes part in.
    pub referrers: Vec<ReferrerView>,
    /// Live campaigns that the contact can still be enrolled in.
    pub campaigns: Vec<CampaignName>,
}

/// The state of a contact on the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CardStatus {
    /// Takes part in a campaign.
    Enrolled,
    /// Takes part in none, but can.
    NotEnrolled,
    /// There is no campaign to take part in.
    NoCampaign,
    /// The account is not connected.
    Disconnected,
}

/// Any answer.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum View {
    /// Nothing to show.
    Done {},
    /// The connection.
    Connection(ConnectionView),
    /// Campaigns.
    Campaigns(List<CampaignView>),
    /// A campaign.
    Campaign(CampaignView),
    /// Referrers.
    Referrers(List<ReferrerLine>),
    /// A referrer.
    Referrer(ReferrerView),
    /// Syncs.
    Syncs(List<SyncView>),
    /// A sync.
    Sync(SyncView),
    /// Runs.
    Runs(List<RunView>),
    /// A run.
    Run(RunView),
    /// Outcomes.
    Outcomes(List<OutcomeView>),
    /// The card.
    Card(CardView),
    /// Properties and lists.
    Catalogue(CatalogueView),
    /// A question and what is known of its answer.
    Question(serde_json::Value),
}

/// An answer of a portal.
#[derive(Debug)]
pub struct Answer {
    /// What to show.
    pub view: View,
    /// What the request came to.
    pub standing: Standing,
    /// Whether there may be work now: the shell drives the loop.
    pub work: bool,
}

/// What a request that was not refused came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is done.
    Shown,
    /// Something was made that was not there before.
    Made,
    /// It is taken up; its end is to be asked for.
    Begun,
}
