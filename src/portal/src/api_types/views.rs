//! The shapes of a portal's answers: what the JSON API and the card give out. Times are RFC 3339 in UTC.

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
pub use referrals::{FormAnswer, HubspotState, ReferralView};
pub use referrers::{HistoryView, ReferrerLine, ReferrerView, SyncState};
pub use runs::{
    CountsView, OutcomeView, RateView, Reason, RunKind, RunStateView, RunView, WaitingFor,
};
pub use syncs::SyncView;
pub use transfer::{ImportView, LineOutcome, LineView, TableView};

/// A page or a whole list of things.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// Referrals.
    Referrals(List<ReferralView>),
    /// A referral.
    Referral(ReferralView),
    /// API keys.
    ApiKeys(List<ApiKeyView>),
    /// An API key.
    ApiKey(ApiKeyView),
    /// The host for links.
    LinkDomain(LinkDomainView),
    /// Days.
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
    /// What came of the lines of an import.
    Import(ImportView),
    /// The card.
    Card(CardView),
    /// Properties and lists.
    Catalogue(CatalogueView),
    /// A background query.
    Query(QueryView),
    /// What the script is answered.
    Told(ToldView),
    /// A hosted page, which is no JSON.
    #[serde(skip)]
    Hosted(HostedPage),
    /// A table for spreadsheets, which is no JSON.
    #[serde(skip)]
    Table(TableView),
    /// An answer that was given before.
    Repeated(Box<RawValue>),
}

/// An answer of a portal.
#[derive(Debug)]
pub struct Answer {
    /// What to show.
    pub view: View,
    /// What the request came to.
    pub standing: Standing,
    /// Rows that the storage read for it.
    pub rows_read: u64,
    /// Whether there may be work now: the shell drives the loop.
    pub work: bool,
}

/// What a request that was not refused came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// It is done.
    Shown,
    /// Something was made that was not there before.
    Made,
    /// It is taken up; its end is to be asked for.
    Begun,
}
