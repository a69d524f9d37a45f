//! Slugs and the portals' own hosts: the wishes of people, and the rules for them.

use domain::host_proof::{HostClaim, Leads};
use domain::index_record;
use domain::link_block::Resolution;
use jiff::SignedDuration;
use portal::{
    ChangeCampaign, ChangeLinkDomain, ChangeReferrer, HostSeen, LinkDomainTakenBack, LinksRequest,
    PortalError, PortalRequest,
};
use serde_json::Value;

use super::views::{campaign_id, contact_id};
use super::{ORIGIN, World};
use crate::crm::BEGINNING_MS;
use crate::judge::{End, Link, Named, Owner, Rule, demand};

/// The number of the host that every portal wants.
const COVETED: u8 = 9;

/// Returns the host of this number.
fn host(place: usize, number: u8) -> String {
    match number {
        0 => String::new(),
        COVETED => "go.everybody.example".to_owned(),
        _ => format!("go-{number}.portal-{place}.example"),
    }
}

/// Returns the slug of this number. There are few, so that several contacts want the same one.
fn slug(number: u8) -> String {
    match number {
        0 => String::new(),
        _ => format!("name-{number}"),
    }
}

impl World {
    /// Gives a contact's link a slug.
    pub(crate) fn name_link(&mut self, place: usize, contact: u16, at: u8, number: u8) {
        let (Some(contact), Some(campaign)) =
            (self.contact(place, contact), self.campaign(place, at))
        else {
            return;
        };
        let slug = slug(number);
        let request = PortalRequest::ChangeReferrer {
            campaign: campaign_id(campaign.id),
            contact: contact_id(&contact),
            change: ChangeReferrer {
                slug: Some(slug.clone()),
                link_status: None,
            },
        };
        if self.ask(place, request).is_err() {
            return;
        }
        let owner = (campaign.id, contact.clone());
        self.tenants[place].writes.renamed.insert(owner);
        let named = Named::Referrer(Owner {
            portal: place,
            campaign: campaign.id,
            contact,
        });
        self.named(place, &slug, &named);
    }

    /// Gives a campaign a slug.
    pub(crate) fn name_campaign(&mut self, place: usize, at: u8, number: u8) {
        let Some(campaign) = self.campaign(place, at) else {
            return;
        };
        let slug = slug(number);
        let request = PortalRequest::ChangeCampaign {
            campaign: campaign_id(campaign.id),
            change: ChangeCampaign {
                slug: Some(slug.clone()),
                ..ChangeCampaign::default()
            },
        };
        if self.ask(place, request).is_ok() {
            self.named(place, &slug, &Named::Campaign(campaign.id));
        }
    }

    fn named(&mut self, place: usize, slug: &str, named: &Named) {
        if slug.is_empty() {
            return;
        }
        self.met("slugs given".into());
        let judgement = self.codes.names.given(place, slug, named);
        self.judge(judgement);
    }

    /// Asks for a host, or for none. `proven`: the owner sets the record at once, and the host leads here.
    pub(crate) fn want_host(&mut self, place: usize, number: u8, proven: bool) {
        let host = host(place, number);
        self.tenants[place].writes.moved = true;
        let request = LinksRequest::ChangeDomain(ChangeLinkDomain { host });
        let _ = self.ask(place, PortalRequest::Links(request));
        if proven && number > 0 {
            self.set_host_record(place, number, true);
            self.lead_host(place, number, true);
        }
    }

    /// Sets a portal's record under a host, beside those of others, or removes all of them.
    pub(crate) fn set_host_record(&mut self, place: usize, number: u8, there: bool) {
        let host = host(place, number);
        if there {
            // A person reads the value in the dashboard.
            if let Some(value) = self.record_value(place) {
                let records = self.records.entry(host.clone()).or_default();
                records.insert(place, value);
            }
        } else {
            self.records.remove(&host);
        }
        let texts = self.records.get(&host).into_iter().flatten();
        let texts: Vec<String> = texts.map(|(_, value)| value.clone()).collect();
        self.crm.set_txt(&format!("_goodword.{host}"), &texts);
    }

    fn record_value(&mut self, place: usize) -> Option<String> {
        let asked = PortalRequest::Links(LinksRequest::Domain);
        let view = self.observe(place, asked).ok()?;
        Some(view["records"][0]["value"].as_str()?.to_owned())
    }

    pub(crate) fn lead_host(&mut self, place: usize, number: u8, here: bool) {
        self.crm.lead_host(&host(place, number), here);
    }

    pub(crate) fn check_host(&mut self, place: usize) {
        let _ = self.ask(place, PortalRequest::Links(LinksRequest::CheckDomain));
    }

    /// Takes a host back as the operator's route does: first at the Directory, then at the portal that it names. The
    /// operator repeats an order that the portal did not get.
    pub(crate) fn take_host_back(&mut self, place: usize, number: u8, days: u8) {
        let host = host(place, number);
        let quarantine = SignedDuration::from_hours(24 * i64::from(days));
        let owner = self
            .directory
            .take_host_back(&host, quarantine, self.stamp())
            .expect("the Directory answers");
        let Some(owner) = owner else { return };
        self.met("hosts taken back".into());
        self.hosts.taken_back(&host, days, self.now);
        let owner = self.place_of(&owner);
        self.tenants[owner].writes.moved = true;
        for _ in 0..2 {
            let order = LinkDomainTakenBack {
                host: host.clone(),
                reason: "The domain is another company's.".into(),
            };
            let request = PortalRequest::Links(LinksRequest::TakeDomainBack(order));
            match self.ask(owner, request) {
                Ok(_) | Err(PortalError::NotFound(_)) => return,
                Err(_) => {}
            }
        }
    }

    /// Lets every owner set what is missing, and asks every portal to look.
    pub(crate) fn prove_hosts(&mut self) {
        self.crm.resolver(true);
        for place in self.places() {
            for number in 1..=COVETED {
                self.set_host_record(place, number, true);
                self.lead_host(place, number, true);
            }
            self.check_host(place);
        }
    }

    /// Returns true if a portal's host does not wait for a look.
    pub(crate) fn host_is_settled(&mut self, place: usize) -> bool {
        let asked = PortalRequest::Links(LinksRequest::Domain);
        let Ok(view) = self.observe(place, asked) else {
            return false;
        };
        !matches!(
            view["state"].as_str(),
            Some("waitingForDns" | "verified" | "unreachable")
        )
    }

    /// Performs a look at a host, and tells the judge of a proof.
    pub(crate) fn look_at_host(&mut self, place: usize, host: &str, record: &str) -> HostSeen {
        let (dns_status, dns_body) = self.crm.ask_dns(record, BEGINNING_MS + self.now);
        let here = self.crm.leads_here(host);
        let text = String::from_utf8_lossy(&dns_body).into_owned();
        let own = self.records.get(host).and_then(|values| values.get(&place));
        let shows = own.is_some_and(|value| text.contains(value.as_str()));
        if dns_status == 200 && shows && here {
            self.hosts.proven(place, host);
        } else {
            self.met("a look found no proof".into());
        }
        HostSeen {
            dns_status,
            dns_body,
            leads: if here { Leads::Here } else { Leads::Nowhere },
        }
    }

    /// Judges a claim that the Directory granted.
    pub(crate) fn saw_claim(&mut self, place: usize, host: &str, claim: Option<HostClaim>) {
        self.met(format!(
            "a claim: {}",
            match claim {
                Some(HostClaim::Granted) => "granted",
                Some(HostClaim::Taken) => "taken",
                Some(HostClaim::TakenBack) => "taken back",
                Some(HostClaim::Quarantined(_)) => "quarantined",
                None => "failed",
            }
        ));
        if claim == Some(HostClaim::Granted) {
            let judgement = self.hosts.granted(place, host, self.now);
            self.judge(judgement);
        }
    }

    /// Judges a release: nothing of the portal is served under the host any more.
    pub(crate) fn saw_release(&mut self, place: usize, host: &str, was_own: bool) {
        if !was_own {
            return;
        }
        self.hosts.released(place, host, self.now);
        let hub = self.tenants[place].hub.to_string();
        let served = self.links.find(|key, value| {
            let block = key.starts_with("block/") && value.contains(&format!("\"{host}\""));
            let named = key == index_record::host_key(host) && !value.is_empty();
            (block && value.contains(&format!("\"{hub}\""))) || (named && value == hub)
        });
        self.judge(demand(served.is_none(), Rule::Hosts, || {
            format!("portal {hub} released {host}, and {served:?} still serves it")
        }));
    }

    /// Judges a record of the link index that is not a block.
    pub(crate) fn saw_entry(&mut self, place: usize, key: &str, value: &str) {
        let hub = self.tenants[place].hub;
        let judgement = match key.strip_prefix("host/") {
            None => self.codes.names.saw_entry(place, hub, key, value),
            Some(host) => {
                let own = self.owner_of(host) == Some(hub);
                let says = value.is_empty() || value == hub.to_string();
                demand(own && says, Rule::Separate, || {
                    format!("portal {hub} writes {value:?} under {host}, which is not its own")
                })
            }
        };
        self.judge(judgement);
    }

    /// Judges that the hosts of a block belong to the portal.
    pub(crate) fn saw_hosts(&mut self, place: usize, key: &str, value: &str) {
        let hub = self.tenants[place].hub;
        let block: Value = serde_json::from_str(value).expect("the link index holds JSON");
        for host in block["hosts"].as_array().into_iter().flatten() {
            let host = host.as_str().expect("a host");
            let own = self.owner_of(host) == Some(hub);
            self.judge(demand(own, Rule::Separate, || {
                format!("{key} of portal {hub} is good under {host}, which is not the portal's")
            }));
        }
    }

    /// Returns the owner of a host according to the Directory.
    fn owner_of(&self, host: &str) -> Option<u64> {
        let owner = format!(
            "SELECT COALESCE(MAX(CAST(hub_id AS INTEGER)), 0) FROM link_host \
             WHERE host = '{host}' AND free_at IS NULL"
        );
        u64::try_from(self.directory_storage.count(&owner))
            .ok()
            .filter(|hub| *hub > 0)
    }

    /// Judges the addresses at rest: every slug leads to its owner, every link that the portal shows works, and the
    /// portal owns its host.
    pub(crate) fn judge_addresses(&mut self, place: usize) {
        let hub = self.tenants[place].hub;
        let Ok(view) = self.observe(place, PortalRequest::Links(LinksRequest::Domain)) else {
            return;
        };
        let text = |name: &str| view[name].as_str().unwrap_or_default().to_owned();
        let (wanted, state) = (text("host"), text("state"));
        let settled = matches!(
            state.as_str(),
            "none" | "active" | "taken" | "quarantine" | "takenBack"
        ) && view["leaving"].as_array().is_some_and(Vec::is_empty);
        self.judge(demand(settled, Rule::Stuck, || {
            format!("at rest, the host of portal {place} is {view}")
        }));
        self.met(format!("a host was {state}"));
        let active = (state == "active").then_some(wanted.as_str());
        for host in (0..=COVETED).map(|number| host(place, number)) {
            if host.is_empty() {
                continue;
            }
            let owner = self.owner_of(&host);
            let own = owner == Some(hub);
            let told = self.links.get(&index_record::host_key(&host)).unwrap_or("");
            let says = told == owner.map(|hub| hub.to_string()).unwrap_or_default();
            let right = own == (active == Some(host.as_str())) && says;
            self.judge(demand(right, Rule::Links, || {
                format!("{host} is {owner:?}'s, the link index says {told}, portal {hub} {view}")
            }));
        }
        self.judge_slugs(place, active);
    }

    fn judge_slugs(&mut self, place: usize, host: Option<&str>) {
        let hub = self.tenants[place].hub;
        let names: Vec<(String, Named)> = self
            .codes
            .names
            .of_portal(place)
            .map(|(slug, named)| (slug.to_owned(), named.clone()))
            .collect();
        for (slug, named) in names {
            let link = Link {
                host: host.map(str::to_owned),
                end: End::Slug(slug.clone()),
            };
            let led = link.follow(&self.links, hub);
            let wanted = match &named {
                Named::Referrer(owner) => {
                    let code = self.codes.of(place, owner.campaign, &owner.contact);
                    let code = code.unwrap_or_default().to_owned();
                    let end = End::Code(code);
                    Link { end, ..link }.follow(&self.links, hub)
                }
                Named::Campaign(id) => {
                    let campaigns = &self.tenants[place].campaigns;
                    let campaign = campaigns.iter().find(|campaign| campaign.id == *id);
                    let campaign = campaign.expect("a campaign");
                    match campaign.status.as_str() {
                        "live" => Resolution::Live(campaign.destination.clone()),
                        "paused" => Resolution::Paused,
                        _ => Resolution::Revoked,
                    }
                }
            };
            let right = led == wanted && led != Resolution::Unknown;
            self.judge(demand(right, Rule::Links, || {
                format!("{slug} of {named:?} leads to {led:?}, not to {wanted:?}")
            }));
        }
    }

    /// Reads the address of a link of this portal.
    pub(crate) fn link(&self, place: usize, address: &str) -> Option<Link> {
        Link::read(address, ORIGIN, self.tenants[place].hub)
    }
}
