//! The shapes of a portal's responses to the JSON API and the card. Times are RFC 3339 in UTC.

mod account;
mod api_keys;
mod campaigns;
mod card;
mod catalogue;
mod history;
mod links;
mod page;
mod queries;
mod referrals;
mod referrers;
mod runs;
mod syncs;
mod transfer;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub use account::{Connection, ConnectionView};
pub use api_keys::ApiKeyView;
pub use campaigns::{CampaignName, CampaignView, DayView, MachineVisitsView};
pub use card::{
    AddedOutcome, AddedView, CardReferral, CardResults, CardStatus, CardView, ReferredByView,
    WeeksView,
};
pub use catalogue::{CatalogueProblem, CatalogueProblemReason, CatalogueView, PropertyView};
pub use history::Happening;
pub use links::{LinkDomainState, LinkDomainView, SlugLinkView};
pub use page::{FormState, HostedPage, PageView, Scene, ToldView};
pub use queries::{
    ContactPreview, CountFound, DryRunCounts, DryRunFound, DryRunSample, PreviewFound, QueryState,
    QueryView, TrialFound,
};
pub use referrals::{DecidedNetworkView, FormAnswer, HubspotState, ReferralView};
pub use referrers::{HistoryView, ReferrerLine, ReferrerView, SyncState};
pub use runs::{
    CountsView, OutcomeView, RateView, Reason, RunKind, RunStateView, RunView, WaitingFor,
};
pub use syncs::SyncView;
pub use transfer::{ImportView, LineOutcome, LineView, TableView};

/// A whole list of items, or one page of it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct List<T> {
    /// The items.
    pub items: Vec<T>,
    /// The beginning of the next page; null on the last page and on whole lists.
    pub next: Option<String>,
}

impl<T> List<T> {
    pub(crate) fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

/// The body of any response.
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
    /// Referrals.
    Referrals(List<ReferralView>),
    /// A referral.
    Referral(ReferralView),
    /// The result of a decision about a network.
    DecidedNetwork(DecidedNetworkView),
    /// API keys.
    ApiKeys(List<ApiKeyView>),
    /// An API key.
    ApiKey(ApiKeyView),
    /// The host for links.
    LinkDomain(LinkDomainView),
    /// Daily numbers.
    Activity(List<DayView>),
    /// A run's rate.
    Rate(List<RateView>),
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
    /// The results of an import's lines.
    Import(ImportView),
    /// The card.
    Card(CardView),
    /// Properties and lists.
    Catalogue(CatalogueView),
    /// A background query.
    Query(QueryView),
    /// The response to the script.
    Told(ToldView),
    /// A hosted page, which is not JSON.
    #[serde(skip)]
    Hosted(HostedPage),
    /// A table for spreadsheets, which is not JSON.
    #[serde(skip)]
    Table(TableView),
    /// The stored response of a repeated request.
    Repeated(Box<RawValue>),
}

/// A portal's response to one request that was not rejected.
#[derive(Debug)]
pub struct Response {
    /// The body.
    pub view: View,
    /// The status of the response.
    pub status: ResponseStatus,
    /// The number of rows that the storage read for it.
    pub rows_read: u64,
    /// Whether there may be work now; the shell then runs the loop.
    pub work: bool,
}

/// The status of a response to a request that was not rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ResponseStatus {
    /// The request is done.
    Shown,
    /// The request created something.
    Made,
    /// The request is accepted and still in progress; the caller asks for its result later.
    Begun,
}
