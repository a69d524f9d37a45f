//! What a portal answers about the addresses of its links: slugs, and a host of its own.

use domain::{CampaignId, ContactId, LinkHost, ReferralField};
use jiff::Timestamp;

use crate::Portal;
use crate::api::{shown, working};
use crate::api_types::requests::{ChangeReferrer, LinksRequest};
use crate::api_types::views::{Answer, LinkDomainState, LinkDomainView, View};
use crate::links::addresses::Addresses;
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::event_log::{self, Happening};
use crate::tables::link_hosts::{self, Progress};
use crate::tables::outbox;
use crate::tables::referrers::{self, Referrer};
use crate::tables::slugs;

impl Portal {
    pub(crate) fn answer_of_links(
        &mut self,
        asked: LinksRequest,
        now: Timestamp,
    ) -> Result<Answer, PortalError> {
        match asked {
            LinksRequest::Domain => self.show_link_domain().map(shown),
            LinksRequest::ChangeDomain(change) => {
                let host = self.link_host(&change.host)?;
                link_hosts::want(&self.database, host.as_ref(), now)?;
                self.show_link_domain().map(working)
            }
        }
    }

    fn link_host(&self, typed: &str) -> Result<Option<LinkHost>, PortalError> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let host =
            LinkHost::parse(typed).map_err(|why| PortalError::invalid("host", why.to_string()))?;
        if host.as_str() == self.settings.shared_host() {
            let why = "This is Goodword's own host. Choose one below a domain of your own.";
            return Err(PortalError::invalid("host", why));
        }
        Ok(Some(host))
    }

    fn show_link_domain(&self) -> Result<View, PortalError> {
        let wanted = link_hosts::wanted(&self.database)?;
        let state = match &wanted {
            None => LinkDomainState::None,
            Some(host) => match host.progress {
                Progress::Taken => LinkDomainState::Taken,
                Progress::Held if host.published => LinkDomainState::Active,
                Progress::Held | Progress::Claiming | Progress::Leaving => {
                    LinkDomainState::Claiming
                }
            },
        };
        Ok(View::LinkDomain(LinkDomainView {
            host: wanted.map(|wanted| wanted.host).unwrap_or_default(),
            state,
            base: self.addresses()?.of_code(""),
            leaving: link_hosts::leaving(&self.database)?,
        }))
    }

    /// The addresses of the portal's links at present.
    pub(crate) fn addresses(&self) -> Result<Addresses, PortalError> {
        Addresses::load(&self.database, &self.settings)
    }

    /// Changes what a referrer's link does, or how it reads.
    pub(crate) fn change_referrer(
        &mut self,
        campaign: CampaignId,
        contact: &ContactId,
        change: &ChangeReferrer,
        now: Timestamp,
    ) -> Result<Answer, PortalError> {
        campaigns::get(&self.database, campaign)?;
        let referrer = referrers::get(&self.database, campaign, contact)?
            .ok_or(PortalError::NotFound("referrer"))?;
        if let Some(typed) = &change.slug {
            self.name_referrer(&referrer, typed, now)?;
        }
        if let Some(status) = change.link_status {
            referrers::decide_link_status(&self.database, &referrer, status, now)?;
        }
        self.show_referrer(campaign, contact).map(working)
    }

    fn name_referrer(
        &self,
        referrer: &Referrer,
        typed: &str,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let slug = slugs::typed(typed)?;
        let slug = slug.as_ref().map(domain::Slug::as_str);
        if slug == referrer.slug.as_deref() {
            return Ok(());
        }
        let of = (referrer.campaign, &referrer.contact);
        self.database.atomically(|| {
            if let Some(slug) = slug {
                slugs::take(&self.database, of.0, of.1.as_str(), slug, now)?;
            }
            referrers::set_slug(&self.database, referrer, slug)?;
            event_log::record(&self.database, of, Happening::Renamed, slug, now)?;
            let changed = vec![ReferralField::ReferralLink];
            outbox::tell(&self.database, of.0, &[(of.1, changed)])
        })
    }
}

#[cfg(test)]
mod tests;
