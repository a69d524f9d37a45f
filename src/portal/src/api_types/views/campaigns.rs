//! Campaigns, and what happened in them day by day.

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
    /// Its id.
    pub id: CampaignId,
    /// Its name.
    pub name: String,
    /// Where its links lead.
    pub destination: String,
    /// Days in which a click still counts.
    pub attribution_window_days: u32,
    /// What referrers say when they share their link; `{link}` stands for the link, `{firstName}` for their name.
    pub share_message: String,
    /// Where its links lead, whose referral counts, and what makes one successful.
    pub terms: ReferralTerms,
    /// The number for the next rule that is made.
    pub next_rule: RuleId,
    /// Its hosted page.
    pub page: ReferralPage,
    /// Its slug, if it has one.
    pub slug: Option<String>,
    /// The link with the slug: it leads to the destination, and whoever follows it was referred by nobody.
    pub slug_link: Option<SlugLinkView>,
    /// Whether its links work.
    pub status: CampaignStatus,
    /// How many contacts take part.
    pub referrers: u32,
    /// Clicks by people.
    pub clicks: u32,
    /// People referred.
    pub people_referred: u32,
    /// Successful referrals.
    pub successful_referrals: u32,
    /// Since when it exists.
    pub created_at: Timestamp,
    /// What the machines were that visited its links, the most frequent first.
    pub machine_visits: Vec<MachineVisitsView>,
}

/// Visits by machines of a kind, none of which counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = MachineVisits))]
pub struct MachineVisitsView {
    /// Why they are taken for machines.
    pub reason: MachineReason,
    /// How many.
    pub visits: u32,
}

/// What happened on a day, in UTC.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Day))]
#[serde(rename_all = "camelCase")]
pub struct DayView {
    /// The day, as YYYY-MM-DD.
    pub day: String,
    /// Contacts who joined; of a campaign only.
    pub joined: u32,
    /// Clicks by people.
    pub clicks: u32,
    /// Visits by machines, which do not count.
    pub machine_visits: u32,
    /// Further visits by people who were counted for the link within the hour.
    pub repeated_visits: u32,
    /// People referred.
    pub people_referred: u32,
    /// Successful referrals.
    pub successful_referrals: u32,
}

impl DayView {
    /// A day on which nothing happened.
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

/// A campaign as others name it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CampaignName {
    /// Its id.
    pub id: CampaignId,
    /// Its name.
    pub name: String,
}
