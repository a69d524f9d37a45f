//! What can be asked of a portal: by the card, the JSON API, the OAuth callback and cron.
//!
//! The Worker has already established who asks (session or signature) before it builds one of these; a
//! portal answers only about itself. The shapes of the answers are in [`crate::api_types::views`].

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
    Claim, ClaimedBy, DecideReferral, Decider, NewReferral, ReferralClaim, ReferralQuery,
    ReferralRequest,
};
pub use transfer::{ReferralImport, ReferralRow, ReferrerImport, ReferrerRow, TransferRequest};

/// One request.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the fields are identities, named for what they identify"
)]
pub enum PortalRequest {
    /// A grant that HubSpot has just given (OAuth callback). Resumes what a lost grant had stopped.
    Connect(Connect),
    /// The customer disconnects: forget the grant, and tell HubSpot (uninstall).
    Disconnect,
    /// Cron or the queue: begin what is due.
    Wake,
    /// Who is connected, and how.
    Connection,
    /// All campaigns.
    Campaigns,
    /// One campaign.
    Campaign { campaign: CampaignId },
    /// Make a campaign.
    CreateCampaign(CreateCampaign),
    /// Rename, redirect, pause, archive.
    ChangeCampaign {
        campaign: CampaignId,
        change: ChangeCampaign,
    },
    /// Links were visited.
    Visits(Vec<VisitReport>),
    /// Referrers of all campaigns, a page at a time.
    Referrers(ReferrerQuery),
    /// One referrer.
    Referrer {
        campaign: CampaignId,
        contact: ContactId,
    },
    /// Pause, revoke or revive one link, or give it another slug.
    ChangeReferrer {
        campaign: CampaignId,
        contact: ContactId,
        change: ChangeReferrer,
    },
    /// Something about referrals.
    Referral(ReferralRequest),
    /// Tables given out and taken in.
    Transfer(TransferRequest),
    /// Something about API keys.
    ApiKeys(ApiKeyRequest),
    /// Somebody at the public doors, or how they will look.
    Page(PageRequest),
    /// Something about the addresses of links.
    Links(LinksRequest),
    /// What happened day by day, in a campaign or of one of its referrers.
    Activity {
        campaign: CampaignId,
        contact: Option<ContactId>,
        days: u16,
    },
    /// All syncs.
    Syncs,
    /// One sync.
    Sync { sync: SyncId },
    /// Make a sync.
    CreateSync(CreateSync),
    /// Ongoing or not, for whom, into which properties.
    ChangeSync { sync: SyncId, change: ChangeSync },
    /// End a sync for good.
    EndSync { sync: SyncId },
    /// Start a run, or give the one that is under way.
    StartRun { sync: SyncId },
    /// Start a run that tries the failed contacts of another again.
    RetryRun { run: RunId },
    /// One run.
    Run { run: RunId },
    /// The runs of a sync (or of all), newest first, a page at a time.
    Runs {
        sync: Option<SyncId>,
        after: Option<RunId>,
    },
    /// How many contacts a run had seen when.
    RunRate { run: RunId },
    /// All contacts of a run that failed or were skipped, as a table.
    OutcomeTable {
        run: RunId,
        kind: Option<OutcomeKind>,
    },
    /// Pause, resume or stop a run.
    ControlRun { run: RunId, action: RunAction },
    /// Contacts of a run that failed or were skipped, by contact id, a page at a time.
    Outcomes {
        run: RunId,
        kind: Option<OutcomeKind>,
        after: Option<ContactId>,
    },
    /// Ask something that HubSpot has to be asked for.
    StartQuery(Query),
    /// Show a background query with its result so far.
    Query { id: u32 },
    /// Give a background query up.
    CancelQuery { id: u32 },
    /// The properties and lists of HubSpot, as of when they were last fetched.
    Catalogue,
    /// The card on a contact's record.
    Card(CardRequest),
}

/// A fresh grant. Holds secrets: never logged, and sealed before it is stored.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Connect {
    /// The account, as HubSpot's token answer names it.
    pub hub_id: HubId,
    /// Bearer token.
    pub access_token: String,
    /// Refresh token.
    pub refresh_token: String,
    /// Seconds until the access token ends, from when it was received.
    pub expires_in_seconds: u32,
    /// The scopes granted.
    pub scopes: Vec<String>,
    /// The account's domain name, for people to recognise it; not unique.
    pub domain: Option<String>,
    /// Host of HubSpot's app for this account, for links to records.
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

/// A campaign to be.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NewCampaign))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateCampaign {
    /// Shown to people; 1 to 100 characters.
    pub name: String,
    /// Where its links lead; an absolute https URL on the public Internet.
    pub destination: String,
    /// Days in which a click still counts for its link; 1 to 365, 90 if absent.
    pub attribution_window_days: Option<u16>,
    /// What referrers say when they share their link; contains `{link}`.
    pub share_message: Option<String>,
    /// Where its links lead, whose referral counts, and what makes one successful.
    pub terms: Option<domain::ReferralTerms>,
    /// Its hosted page.
    pub page: Option<domain::ReferralPage>,
    /// A readable address of the campaign itself.
    pub slug: Option<String>,
}

/// A change of a campaign; absent fields stay.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CampaignChange))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeCampaign {
    /// A new name.
    pub name: Option<String>,
    /// A new destination, for all links of the campaign.
    pub destination: Option<String>,
    /// Days in which a click still counts for its link.
    pub attribution_window_days: Option<u16>,
    /// What referrers say when they share their link.
    pub share_message: Option<String>,
    /// Where its links lead, whose referral counts, and what makes one successful: all of it anew.
    pub terms: Option<domain::ReferralTerms>,
    /// Its hosted page: all of it anew.
    pub page: Option<domain::ReferralPage>,
    /// A readable address of the campaign itself; empty: none. Former ones keep working.
    pub slug: Option<String>,
    /// Paused and archived campaigns' links answer 410.
    pub status: Option<domain::CampaignStatus>,
}

/// A visit of a link, as the edge saw it. Holds nothing that says who the visitor was.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VisitReport {
    /// The report's own: the same if it is sent again.
    pub id: String,
    /// The link's code.
    pub code: ReferralCode,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Why it was a machine's, if the request alone tells that.
    pub machine: Option<domain::click::MachineReason>,
    /// The same for the same visitor on the same day (UTC); a keyed hash.
    pub visitor: String,
    /// The same for visitors from the same network on the same day; a keyed hash.
    pub network: String,
}

/// Which referrers, in which order.
#[derive(Debug, Clone, Default)]
pub struct ReferrerQuery {
    /// Words of a name or an e-mail address, or their beginnings; a code; a link.
    pub search: Option<String>,
    /// Those of this campaign.
    pub campaign: Option<CampaignId>,
    /// Those whose own link is so.
    pub link_status: Option<domain::LinkStatus>,
    /// Those of whom HubSpot refused the last write.
    pub refused: bool,
    /// The order.
    pub order: ReferrerOrder,
    /// Where the page begins: what the page before gave as `next`.
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
    /// Who joined last comes first.
    #[default]
    Newest,
    /// Who joined first comes first.
    Oldest,
    /// Who referred the most people comes first. Not of a search or of those refused.
    MostReferred,
    /// Who has the most successful referrals comes first. Not of a search or of those refused.
    MostSuccessful,
}

/// A change of a referrer; absent fields stay.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReferrerChange))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeReferrer {
    /// What becomes of the link.
    pub link_status: Option<domain::LinkStatus>,
    /// A readable alias of the link's code; empty: none. Former ones keep working.
    pub slug: Option<String>,
}

/// A sync to be.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NewSync))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateSync {
    /// For which campaign.
    pub campaign_id: CampaignId,
    /// Whether cron repeats it.
    #[serde(default)]
    pub ongoing: bool,
    /// Who takes part; all contacts if absent.
    #[serde(default)]
    pub audience: domain::Audience,
    /// What becomes of the links of those who leave an ongoing sync's audience.
    #[serde(default)]
    pub on_leaving: domain::OnLeaving,
    /// Referral data -> HubSpot property. Absent: Goodword's own properties.
    pub outbound: Option<Vec<domain::OutboundMapping>>,
    /// HubSpot property -> referrer field. Absent: first name, last name, e-mail.
    pub inbound: Option<Vec<domain::InboundMapping>>,
}

/// A change of a sync; absent fields stay. While a run is under way, only `ongoing` and `on_leaving` can change.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = SyncChange))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeSync {
    /// Whether cron repeats it.
    pub ongoing: Option<bool>,
    /// Who takes part.
    pub audience: Option<domain::Audience>,
    /// What becomes of the links of those who leave an ongoing sync's audience.
    pub on_leaving: Option<domain::OnLeaving>,
    /// Referral data -> HubSpot property.
    pub outbound: Option<Vec<domain::OutboundMapping>>,
    /// HubSpot property -> referrer field.
    pub inbound: Option<Vec<domain::InboundMapping>>,
}

/// What a person can do to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunAction {
    /// Hold it where it is.
    Pause,
    /// Go on from there; also after a problem was mended.
    Resume,
    /// End it.
    Stop,
}

/// The outcomes that are listed by contact.
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
    /// As the API writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}
