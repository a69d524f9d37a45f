//! Campaigns as people see them.

use domain::{CampaignId, ContactId};
use jiff::Timestamp;

use crate::Portal;
use crate::api_types::views::{CampaignView, List, View};
use crate::links::addresses::Addresses;
use crate::storage::error::PortalError;
use crate::tables::campaigns::{self, Campaign};
use crate::tables::{daily_stats, machine_visits};

impl Portal {
    pub(crate) fn list_campaigns(&self) -> Result<View, PortalError> {
        let addresses = self.addresses()?;
        let all = campaigns::all(&self.database)?.into_iter();
        let views = all.map(|campaign| self.campaign_view(campaign, &addresses));
        Ok(View::Campaigns(List::whole(
            views.collect::<Result<_, _>>()?,
        )))
    }

    pub(crate) fn show_campaign(&self, campaign: CampaignId) -> Result<View, PortalError> {
        let campaign = campaigns::get(&self.database, campaign)?;
        self.one_campaign(campaign)
    }

    pub(crate) fn one_campaign(&self, campaign: Campaign) -> Result<View, PortalError> {
        let view = self.campaign_view(campaign, &self.addresses()?)?;
        Ok(View::Campaign(view))
    }

    pub(crate) fn campaign_view(
        &self,
        campaign: Campaign,
        addresses: &Addresses,
    ) -> Result<CampaignView, PortalError> {
        let slug = campaign.slug.as_ref();
        Ok(CampaignView {
            slug_link: slug.and_then(|slug| addresses.slug_link(slug)),
            slug: campaign.slug.map(|slug| slug.to_string()),
            machine_visits: machine_visits::of_campaign(&self.database, campaign.id)?,
            id: campaign.id,
            name: campaign.name.as_str().to_owned(),
            destination: campaign.destination.as_str().to_owned(),
            attribution_window_days: u32::from(campaign.window.as_days()),
            share_message: campaign.share_message.as_str().to_owned(),
            terms: campaign.terms,
            next_rule: campaign.next_rule,
            page: campaign.page,
            status: campaign.status,
            referrers: campaign.referrers,
            clicks: campaign.clicks,
            people_referred: campaign.people_referred,
            successful_referrals: campaign.successful_referrals,
            created_at: campaign.created_at,
        })
    }

    pub(crate) fn show_activity(
        &self,
        campaign: CampaignId,
        contact: Option<&ContactId>,
        days: u16,
        now: Timestamp,
    ) -> Result<View, PortalError> {
        campaigns::get(&self.database, campaign)?;
        let days = daily_stats::of(&self.database, campaign, contact, days, now)?;
        Ok(View::Activity(List::whole(days)))
    }
}
