//! Campaigns and their daily numbers.

use domain::click::MachineReason;
use domain::{CampaignId, CampaignStatus, ReferralPage, ReferralTerms, RuleId};
use jiff::Timestamp;
use serde::Serialize;

use super::links::SlugLinkView;

/// A campaign.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Campaign))]
#[serde(rename_all = "camelCase")]
pub struct CampaignView {
    /// The campaign's id.
    pub id: CampaignId,
    /// The campaign's name.
    pub name: String,
    /// The address that its links lead to.
    pub destination: String,
    /// The number of days for which a click still counts.
    pub attribution_window_days: u32,
    /// The message with which referrers share their link; `{link}` stands for the link, `{firstName}` for their first
    /// name.
    pub share_message: String,
    /// The campaign's terms: the kind of landing page, which referrals count, and the rules that make one successful.
    pub terms: ReferralTerms,
    /// The id for the next rule that is added.
    pub next_rule: RuleId,
    /// The campaign's hosted page.
    pub page: ReferralPage,
    /// The campaign's slug, if it has one.
    pub slug: Option<String>,
    /// The link with the campaign's slug. It leads to the destination and has no referrer.
    pub slug_link: Option<SlugLinkView>,
    /// The campaign's status, which decides whether its links work.
    pub status: CampaignStatus,
    /// The number of referrers.
    pub referrers: u32,
    /// The number of clicks by people.
    pub clicks: u32,
    /// The number of people referred.
    pub people_referred: u32,
    /// The number of successful referrals.
    pub successful_referrals: u32,
    /// The time of its creation.
    pub created_at: Timestamp,
    /// The visits of its links by machines, the most frequent kind first.
    pub machine_visits: Vec<MachineVisitsView>,
}

/// The visits by one kind of machines. They do not count as clicks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = MachineVisits))]
pub struct MachineVisitsView {
    /// The reason why the visitors are taken for machines.
    pub reason: MachineReason,
    /// The number of visits.
    pub visits: u32,
}

/// The numbers of one day of the account.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Day))]
#[serde(rename_all = "camelCase")]
pub struct DayView {
    /// The day, as YYYY-MM-DD.
    pub day: String,
    /// The number of contacts who joined; always 0 for a single referrer.
    pub joined: u32,
    /// The number of clicks by people.
    pub clicks: u32,
    /// The number of visits by machines, which do not count.
    pub machine_visits: u32,
    /// The number of further visits by people within an hour after their counted click on the link.
    pub repeated_visits: u32,
    /// The number of people referred.
    pub people_referred: u32,
    /// The number of successful referrals.
    pub successful_referrals: u32,
}

impl DayView {
    /// Returns the view of a day without events.
    pub(crate) fn quiet(day: String) -> Self {
        Self {
            day,
            joined: 0,
            clicks: 0,
            machine_visits: 0,
            repeated_visits: 0,
            people_referred: 0,
            successful_referrals: 0,
        }
    }
}

/// A reference to a campaign.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignName {
    /// The campaign's id.
    pub id: CampaignId,
    /// The campaign's name.
    pub name: String,
}
