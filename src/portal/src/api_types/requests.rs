//! The requests to a portal from the card, the JSON API, the OAuth callback and cron.
//!
//! The Worker has already identified the caller (by session or signature) before it builds one of these; a portal
//! answers only about itself. The shapes of the responses are in [`crate::api_types::views`].

mod api_keys;
mod card;
mod links;
mod page;
mod queries;
mod referrals;
mod transfer;

use domain::{CampaignId, ContactId, HubId, ReferralCode, RunId, SyncId};
use serde::{Deserialize, Serialize};

pub use api_keys::{ApiKeyRequest, NewApiKey};
pub use card::{CardRequest, ReferralOnCard};
pub use links::{ChangeLinkDomain, LinksRequest};
pub use page::{PagePreview, PageRequest, PageVisit, ScriptClaim, SentForm};
pub use queries::{Query, RuleTrial};
pub use referrals::{
    Claim, ClaimedBy, DecideNetwork, DecideReferral, Decider, NetworkDecision, NewReferral,
    ReferralClaim, ReferralQuery, ReferralRequest,
};
pub use transfer::{ReferralImport, ReferralRow, ReferrerImport, ReferrerRow, TransferRequest};

/// One request.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the fields are identities, named for what they identify"
)]
pub enum PortalRequest {
    /// Store a grant that HubSpot has just given (OAuth callback), and resume the work that a lost grant had stopped.
    Connect(Connect),
    /// Disconnect on the customer's request: forget the grant, and uninstall the app in HubSpot.
    Disconnect,
    /// End all sessions and API keys of the account.
    SignOutEverywhere,
    /// Begin the work that is due; sent by cron and the queue.
    Wake,
    /// Show which account is connected, and the state of the connection.
    Connection,
    /// List all campaigns.
    Campaigns,
    /// Show one campaign.
    Campaign { campaign: CampaignId },
    /// Create a campaign.
    CreateCampaign(CreateCampaign),
    /// Change a campaign: rename, redirect, pause, archive.
    ChangeCampaign {
        campaign: CampaignId,
        change: ChangeCampaign,
    },
    /// Record visits of links.
    Visits(Vec<VisitReport>),
    /// List referrers of all campaigns, a page at a time.
    Referrers(ReferrerQuery),
    /// Show one referrer.
    Referrer {
        campaign: CampaignId,
        contact: ContactId,
    },
    /// Pause, revoke or resume one link, or change its slug.
    ChangeReferrer {
        campaign: CampaignId,
        contact: ContactId,
        change: ChangeReferrer,
    },
    /// A request about referrals.
    Referral(ReferralRequest),
    /// An export or import of a table.
    Transfer(TransferRequest),
    /// A request about API keys.
    ApiKeys(ApiKeyRequest),
    /// A request from the hosted page or the script, or for a preview of the page.
    Page(PageRequest),
    /// A request about the addresses of links.
    Links(LinksRequest),
    /// Show the daily numbers of a campaign, or of one of its referrers.
    Activity {
        campaign: CampaignId,
        contact: Option<ContactId>,
        days: u16,
    },
    /// List all syncs.
    Syncs,
    /// Show one sync.
    Sync { sync: SyncId },
    /// Create a sync.
    CreateSync(CreateSync),
    /// Change a sync: whether it is ongoing, its audience, its mappings.
    ChangeSync { sync: SyncId, change: ChangeSync },
    /// End a sync for good.
    EndSync { sync: SyncId },
    /// Start a run, or return the one that is under way.
    StartRun { sync: SyncId },
    /// Start a run that retries the failed contacts of another run.
    RetryRun { run: RunId },
    /// Show one run.
    Run { run: RunId },
    /// List the runs of a sync (or of all syncs), newest first, a page at a time.
    Runs {
        sync: Option<SyncId>,
        after: Option<RunId>,
    },
    /// Show how many contacts a run had seen at which moments.
    RunRate { run: RunId },
    /// Export all contacts of a run that failed or were skipped, as a table.
    OutcomeTable {
        run: RunId,
        kind: Option<OutcomeKind>,
    },
    /// Pause, resume or stop a run.
    ControlRun { run: RunId, action: RunAction },
    /// List the contacts of a run that failed or were skipped, by contact id, a page at a time.
    Outcomes {
        run: RunId,
        kind: Option<OutcomeKind>,
        after: Option<ContactId>,
    },
    /// Start a background query to HubSpot.
    StartQuery(Query),
    /// Show a background query with its result so far.
    Query { id: u32 },
    /// Cancel a background query.
    CancelQuery { id: u32 },
    /// Show the properties and lists of HubSpot, as they were last fetched.
    Catalogue,
    /// A request from the card on a contact's record.
    Card(CardRequest),
}

/// A new grant. It holds secrets: it is never logged, and is sealed before it is stored.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Connect {
    /// The account's id, from HubSpot's token response.
    pub hub_id: HubId,
    /// The access token (a bearer token).
    pub access_token: String,
    /// The refresh token.
    pub refresh_token: String,
    /// The lifetime of the access token, in seconds from its receipt.
    pub expires_in_seconds: u32,
    /// The granted scopes.
    pub scopes: Vec<String>,
    /// The account's domain name, by which people recognise it; not unique.
    pub domain: Option<String>,
    /// The host of HubSpot's app for this account, used in links to records.
    pub ui_domain: Option<String>,
}

impl core::fmt::Debug for Connect {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter
            .debug_struct("Connect")
            .field("hub_id", &self.hub_id)
            .finish_non_exhaustive()
    }
}

/// A new campaign.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NewCampaign))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateCampaign {
    /// The campaign's name, shown to people; 1 to 100 characters.
    pub name: String,
    /// The address that the campaign's links lead to; an absolute https URL on the public Internet.
    pub destination: String,
    /// The number of days for which a click still counts for its link; 1 to 365; 90 if absent.
    pub attribution_window_days: Option<u16>,
    /// The message with which referrers share their link; must contain `{link}`.
    pub share_message: Option<String>,
    /// The campaign's terms: the kind of landing page, which referrals count, and the rules that make one successful.
    pub terms: Option<domain::ReferralTerms>,
    /// The campaign's hosted page.
    pub page: Option<domain::ReferralPage>,
    /// The slug of the campaign's own link.
    pub slug: Option<String>,
}

/// A change of a campaign. Absent fields stay as they are.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CampaignChange))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeCampaign {
    /// The new name; 1 to 100 characters.
    pub name: Option<String>,
    /// The new destination of all links of the campaign; an absolute https URL on the public Internet.
    pub destination: Option<String>,
    /// The number of days for which a click still counts for its link; 1 to 365.
    pub attribution_window_days: Option<u16>,
    /// The message with which referrers share their link; must contain `{link}`.
    pub share_message: Option<String>,
    /// The campaign's new terms; they replace the present ones as a whole.
    pub terms: Option<domain::ReferralTerms>,
    /// The campaign's new hosted page; it replaces the present one as a whole.
    pub page: Option<domain::ReferralPage>,
    /// The new slug of the campaign's own link; an empty text removes the slug. Former slugs keep working.
    pub slug: Option<String>,
    /// The new status. Links of paused and archived campaigns respond with 410.
    pub status: Option<domain::CampaignStatus>,
}

/// A visit of a link, as the edge saw it. It holds nothing that identifies the visitor.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VisitReport {
    /// The report's id; the same when the report is sent again.
    pub id: String,
    /// The link's code.
    pub code: ReferralCode,
    /// The time of the visit, in milliseconds since 1970.
    pub at_ms: i64,
    /// The reason why the visitor is a machine, if the request alone shows that.
    pub machine: Option<domain::click::MachineReason>,
    /// A keyed hash of the visitor; the same for the same visitor on the same day (UTC).
    pub visitor: String,
    /// A keyed hash of the visitor's network; the same for visitors from the same network on the same day.
    pub network: String,
}

/// The filter, order and page of a list of referrers.
#[derive(Debug, Clone, Default)]
pub struct ReferrerQuery {
    /// The search text: words of a name or an e-mail address, or their beginnings; a code; a link.
    pub search: Option<String>,
    /// The campaign of the referrers.
    pub campaign: Option<CampaignId>,
    /// The status of the referrers' own links.
    pub link_status: Option<domain::LinkStatus>,
    /// Whether to list only referrers whose last write HubSpot refused.
    pub refused: bool,
    /// The order of the list.
    pub order: ReferrerOrder,
    /// The beginning of the page: the `next` of the page before.
    pub after: Option<String>,
}

/// The orders in which referrers are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(rename_all = "camelCase")
)]
pub enum ReferrerOrder {
    /// The referrer who joined last comes first.
    #[default]
    Newest,
    /// The referrer who joined first comes first.
    Oldest,
    /// The referrer with the most people referred comes first. Not available with a search or the filter `refused`.
    MostReferred,
    /// The referrer with the most successful referrals comes first. Not available with a search or the filter
    /// `refused`.
    MostSuccessful,
}

/// A change of a referrer. Absent fields stay as they are.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReferrerChange))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeReferrer {
    /// The new status of the link.
    pub link_status: Option<domain::LinkStatus>,
    /// The new vanity slug; an empty text removes the slug. Former slugs keep working.
    pub slug: Option<String>,
}

/// A new sync.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NewSync))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateSync {
    /// The campaign of the sync.
    pub campaign_id: CampaignId,
    /// Whether the sync is ongoing: cron then repeats it.
    #[serde(default)]
    pub ongoing: bool,
    /// The audience: the contacts that take part; all contacts if absent.
    #[serde(default)]
    pub audience: domain::Audience,
    /// The effect on the links of contacts that leave an ongoing sync's audience.
    #[serde(default)]
    pub on_leaving: domain::OnLeaving,
    /// The outbound field mappings (referral data -> HubSpot property); Goodword's own properties if absent.
    pub outbound: Option<Vec<domain::OutboundMapping>>,
    /// The inbound field mappings (HubSpot property -> referrer field); first name, last name and e-mail if absent.
    pub inbound: Option<Vec<domain::InboundMapping>>,
}

/// A change of a sync. Absent fields stay as they are. While a run is under way, only `ongoing` and `onLeaving` can
/// change.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = SyncChange))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeSync {
    /// Whether the sync is ongoing: cron then repeats it.
    pub ongoing: Option<bool>,
    /// The audience: the contacts that take part.
    pub audience: Option<domain::Audience>,
    /// The effect on the links of contacts that leave an ongoing sync's audience.
    pub on_leaving: Option<domain::OnLeaving>,
    /// The outbound field mappings (referral data -> HubSpot property).
    pub outbound: Option<Vec<domain::OutboundMapping>>,
    /// The inbound field mappings (HubSpot property -> referrer field).
    pub inbound: Option<Vec<domain::InboundMapping>>,
}

/// An action of a person on a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunAction {
    /// Hold the run where it is.
    Pause,
    /// Continue the run from there, also after a problem was solved.
    Resume,
    /// End the run.
    Stop,
}

/// The kind of an outcome that is listed by contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum OutcomeKind {
    /// HubSpot refused the contact's update.
    Failed,
    /// The contact was left out, with a reason.
    Skipped,
}

impl OutcomeKind {
    /// Returns the name that the API uses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}
