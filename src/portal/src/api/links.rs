//! The addresses of links: slugs and the portal's own host.

use domain::{CampaignId, ContactId, LinkHost, ReferralField};
use jiff::Timestamp;

use crate::Portal;
use crate::api::{shown, working};
use crate::api_types::requests::{ChangeReferrer, LinksRequest};
use crate::api_types::views::{Happening, LinkDomainState, LinkDomainView, Response, View};
use crate::links::addresses::Addresses;
use crate::links::{hosts, slugs};
use crate::programme::membership;
use crate::storage::error::PortalError;
use crate::tables::link_hosts::{self, Progress};
use crate::tables::referrers::{self, Referrer};
use crate::tables::slugs::Owner;
use crate::tables::{campaigns, event_log};
use crate::write_back::outbox::{self, Changed};

impl Portal {
    pub(crate) fn answer_of_links(
        &mut self,
        asked: LinksRequest,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        match asked {
            LinksRequest::Domain => self.show_link_domain().map(shown),
            LinksRequest::ChangeDomain(change) => {
                let host = self.link_host(&change.host)?;
                hosts::want(&self.database, host.as_ref(), now)?;
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
        let leaving = link_hosts::leaving(&self.database)?;
        let state = match &wanted {
            None => LinkDomainState::None,
            Some(host) => match host.progress {
                Progress::Taken => LinkDomainState::Taken,
                Progress::Held if host.is_published => LinkDomainState::Active,
                Progress::Held | Progress::Claiming | Progress::Leaving => {
                    LinkDomainState::Claiming
                }
            },
        };
        Ok(View::LinkDomain(LinkDomainView {
            host: wanted
                .map(|wanted| wanted.name.as_str().to_owned())
                .unwrap_or_default(),
            state,
            base: self.addresses()?.of_code(""),
            leaving: leaving
                .iter()
                .map(|host| host.as_str().to_owned())
                .collect(),
        }))
    }

    /// Returns the present addresses of the portal's links.
    pub(crate) fn addresses(&self) -> Result<Addresses, PortalError> {
        Addresses::load(&self.database, &self.settings)
    }

    /// Changes the status of a referrer's link, or its slug.
    pub(crate) fn change_referrer(
        &mut self,
        campaign: CampaignId,
        contact: &ContactId,
        change: &ChangeReferrer,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        campaigns::get(&self.database, campaign)?;
        let referrer = referrers::get(&self.database, campaign, contact)?
            .ok_or(PortalError::NotFound("referrer"))?;
        if let Some(typed) = &change.slug {
            self.name_referrer(&referrer, typed, now)?;
        }
        if let Some(status) = change.link_status {
            membership::decide_link_status(&self.database, &referrer, status, now)?;
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
        if slug == referrer.slug {
            return Ok(());
        }
        let key = referrer.key();
        let slug = slug.as_ref();
        self.database.atomically(|| {
            if let Some(slug) = slug {
                let owner = Owner {
                    campaign: key.campaign,
                    contact: Some(key.contact),
                };
                slugs::take(&self.database, owner, slug, now)?;
            }
            referrers::set_slug(&self.database, key, slug)?;
            let detail = slug.map(domain::Slug::as_str);
            event_log::record(&self.database, key, Happening::Renamed, detail, now)?;
            let changed = Changed {
                contact: key.contact,
                fields: vec![ReferralField::ReferralLink],
            };
            outbox::write(&self.database, key.campaign, &[changed])
        })
    }
}

#[cfg(test)]
mod tests;
