//! Slugs and the portals' own hosts: the wishes of people, and the rules for them.

use domain::index_record;
use domain::link_block::Resolution;
use portal::{ChangeCampaign, ChangeLinkDomain, ChangeReferrer, LinksRequest, PortalRequest};
use serde_json::Value;

use super::views::{campaign_id, contact_id};
use super::{ORIGIN, World};
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

    /// Asks for a host, or for none.
    pub(crate) fn want_host(&mut self, place: usize, number: u8) {
        let host = host(place, number);
        self.tenants[place].writes.moved = true;
        let request = LinksRequest::ChangeDomain(ChangeLinkDomain { host });
        let _ = self.ask(place, PortalRequest::Links(request));
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
            "SELECT COALESCE(MAX(CAST(hub_id AS INTEGER)), 0) FROM link_host WHERE host = '{host}'"
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
        let settled = matches!(state.as_str(), "none" | "active" | "taken")
            && view["leaving"].as_array().is_some_and(Vec::is_empty);
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
