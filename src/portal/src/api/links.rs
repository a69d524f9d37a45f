//! The addresses of links: slugs and the portal's own host.

use domain::host_proof::{self, Look, Record};
use domain::{CampaignId, ContactId, LinkHost, ReferralField, ReferralPage};
use jiff::Timestamp;

use crate::Portal;
use crate::api::{shown, working};
use crate::api_types::requests::{ChangeReferrer, LinksRequest};
use crate::api_types::views::{
    DnsRecordView, GivenUpHostView, Happening, LinkDomainState, LinkDomainView, LookView, Response,
    View,
};
use crate::links::addresses::Addresses;
use crate::links::{hosts, loops, slugs};
use crate::programme::membership;
use crate::storage::error::PortalError;
use crate::tables::link_hosts::{self, Host, Progress};
use crate::tables::referrers::{self, Referrer};
use crate::tables::slugs::Owner;
use crate::tables::{campaigns, event_log, host_token};
use crate::write_back::outbox::{self, Changed};

impl Portal {
    pub(crate) fn answer_of_links(
        &mut self,
        asked: LinksRequest,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        match asked {
            LinksRequest::Domain => self.show_link_domain(now).map(shown),
            LinksRequest::ChangeDomain(change) => {
                let host = self.link_host(&change.host)?;
                hosts::want(&self.database, &*self.entropy, host.as_ref(), now)?;
                self.show_link_domain(now).map(working)
            }
            LinksRequest::CheckDomain => {
                hosts::look_now(&self.database, now)?;
                self.show_link_domain(now).map(working)
            }
            LinksRequest::TakeDomainBack(order) => {
                hosts::taken_back(&self.database, &order.host, &order.reason)?;
                self.show_link_domain(now).map(working)
            }
        }
    }

    fn link_host(&self, typed: &str) -> Result<Option<LinkHost>, PortalError> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let host =
            LinkHost::parse(typed).map_err(|why| PortalError::invalid("host", why.to_string()))?;
        if host.is_kin_of(self.settings.shared_host()) {
            let why = "This is Goodword's own host, or one above or below it. Choose one below a domain of your own.";
            return Err(PortalError::invalid("host", why));
        }
        loops::refuse_destination(&self.database, &host)?;
        Ok(Some(host))
    }

    /// Rejects a campaign whose links would lead to Goodword's own addresses.
    pub(crate) fn refuse_loops(
        &self,
        destination: Option<&str>,
        page: Option<&ReferralPage>,
    ) -> Result<(), PortalError> {
        let (database, settings) = (&self.database, &self.settings);
        if let Some(address) = destination {
            loops::refuse_own(database, settings, "destination", address)?;
        }
        if let Some(address) = page.and_then(loops::after_form) {
            loops::refuse_own(database, settings, "page.after", address)?;
        }
        Ok(())
    }

    fn show_link_domain(&self, now: Timestamp) -> Result<View, PortalError> {
        let hosts = link_hosts::all(&self.database)?;
        let base = self.addresses()?.of_code("");
        let names = |which: fn(&Host) -> bool| {
            let hosts = hosts.iter().filter(|host| which(host));
            hosts.map(|host| host.name.as_str().to_owned()).collect()
        };
        let is_leaving =
            |host: &Host| matches!(host.progress, Progress::Moving | Progress::Leaving);
        let given_up = hosts
            .iter()
            .filter(|host| host.progress == Progress::GivenUp)
            .filter_map(|host| {
                let until = host.free_at.filter(|until| *until > now)?;
                let host = host.name.as_str().to_owned();
                Some(GivenUpHostView { host, until })
            });
        let mut view = LinkDomainView {
            host: String::new(),
            state: LinkDomainState::None,
            base,
            records: Vec::new(),
            last_look: None,
            next_look_at: None,
            quarantined_until: None,
            kept_until: None,
            reason: None,
            leaving: names(is_leaving),
            given_up: given_up.collect(),
        };
        let shown = hosts.iter().find(|host| host.is_wanted());
        let shown = shown.or_else(|| hosts.iter().find(|host| host.reason.is_some()));
        if let Some(host) = shown {
            host.name.as_str().clone_into(&mut view.host);
            view.state = state(host);
            view.reason.clone_from(&host.reason);
            view.quarantined_until = host.free_at;
            view.kept_until = host.release_at;
            if host.is_wanted() {
                view.records = self.records(&host.name)?;
                view.next_look_at = host.look_at;
            }
            view.last_look = host.looked_at.zip(host.look).map(|(at, look)| LookView {
                at,
                found: look.in_words(&host.name),
            });
        }
        Ok(View::LinkDomain(view))
    }

    fn records(&self, host: &LinkHost) -> Result<Vec<DnsRecordView>, PortalError> {
        let token = host_token::get(&self.database)?;
        let record = |token: String| DnsRecordView {
            kind: "TXT",
            name: host_proof::record_name(host),
            value: host_proof::record_value(&token),
        };
        Ok(token.map(record).into_iter().collect())
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

/// Returns the state of a host, as people read it.
fn state(host: &Host) -> LinkDomainState {
    let seen = |wanted: fn(&Look) -> bool| host.look.as_ref().is_some_and(wanted);
    match host.progress {
        Progress::Held if host.is_published && host.failures > 0 => LinkDomainState::Unreachable,
        Progress::Held if host.is_published => LinkDomainState::Active,
        Progress::Held | Progress::Claiming => LinkDomainState::Verified,
        Progress::Waiting if seen(|look| look.record == Record::Right) => LinkDomainState::Verified,
        Progress::Waiting => LinkDomainState::WaitingForDns,
        Progress::Taken if host.free_at.is_some() => LinkDomainState::Quarantine,
        Progress::Taken => LinkDomainState::Taken,
        Progress::Moving | Progress::Leaving | Progress::GivenUp | Progress::TakenBack => {
            LinkDomainState::TakenBack
        }
    }
}

#[cfg(test)]
mod tests;
