//! Stories of slugs and hosts, with several portals, one Directory and one link index.

use std::collections::{BTreeMap, BTreeSet};

use domain::host_proof::Leads;
use domain::link_block::Resolution;
use domain::referral_page::AfterForm;
use domain::{
    CampaignId, CampaignStatus, ContactId, HubId, LinkBlock, LinkStatus, ReferralCode,
    ReferralPage, SlugRecord, link_block,
};
use hubspot::NoReply;
use jiff::{SignedDuration, Timestamp};

use crate::Effect;
use crate::EffectResult;
use crate::HostSeen;
use crate::Portal;
use crate::PortalError;
use crate::Unavailable;
use crate::api_types::requests::{
    ChangeCampaign, ChangeLinkDomain, ChangeReferrer, Connect, CreateCampaign, CreateSync,
    LinkDomainTakenBack, LinksRequest, PortalRequest, ReferrerQuery,
};
use crate::api_types::views::{
    CampaignView, LinkDomainState, LinkDomainView, ReferrerLine, ReferrerView, View,
};
use crate::directory::Directory;
use crate::storage::database::Database;
use crate::storage::native::NativeSql;
use crate::tables::account;
use crate::tables::outbox;
use crate::tables::referrers::Person;
use crate::tables::syncs;
use crate::testing::{self, Sevens, contact};

/// A portal whose contacts 1 and 2 take part in its one campaign.
struct Tenant {
    hub: HubId,
    storage: NativeSql,
    portal: Portal,
}

struct World {
    tenants: Vec<Tenant>,
    directory: Directory,
    links: BTreeMap<String, String>,
    now: Timestamp,
    /// The TXT records of DNS, by name. `None`: the resolver does not answer.
    dns: Option<BTreeMap<String, Vec<String>>>,
    /// The hosts that lead to Goodword.
    ways: BTreeSet<String>,
    /// Whether LINKS takes blocks.
    publishes: bool,
    /// The number of next effects of this kind that are performed but whose results are lost.
    unheard: u32,
}

const HOST: &str = "go.example.com";
const SPRING: CampaignId = CampaignId(1);

impl World {
    fn new(portals: u32) -> Self {
        let now: Timestamp = "2026-05-05T20:00:00Z".parse().unwrap();
        let sql = Box::new(NativeSql::in_memory().unwrap());
        let mut world = Self {
            tenants: Vec::new(),
            directory: Directory::open(sql, &Sevens).unwrap(),
            links: BTreeMap::new(),
            now,
            dns: Some(BTreeMap::new()),
            ways: BTreeSet::new(),
            publishes: true,
            unheard: 0,
        };
        for place in 0..portals {
            world.add(place);
        }
        world
    }

    /// A world whose portals are connected to a HubSpot that never answers.
    fn connected(portals: u32) -> Self {
        let mut world = Self::new(portals);
        for place in 0..world.tenants.len() {
            world.connect(place, true);
        }
        world
    }

    fn add(&mut self, place: u32) {
        let hub = HubId::from(u64::from(70 + place));
        let storage = NativeSql::in_memory().unwrap();
        let portal = testing::portal(u64::from(70 + place), storage.clone(), Sevens, self.now);
        account::store_free_blocks(&portal.database, &[5 + place]).unwrap();
        self.tenants.push(Tenant {
            hub,
            storage,
            portal,
        });
        let wanted = CreateCampaign {
            name: "Spring".into(),
            destination: "https://shop.example.com/offer?a=1".into(),
            attribution_window_days: None,
            share_message: Some("{firstName}: {link}".into()),
            terms: None,
            page: None,
            slug: None,
        };
        let place = self.tenants.len() - 1;
        self.ask(place, PortalRequest::CreateCampaign(wanted))
            .unwrap();
        let database = &self.tenants[place].portal.database;
        let ids = [contact(1), contact(2)];
        let person = |id: &ContactId| Person {
            first_name: Some(format!("Ana{id}")),
            ..Person::default()
        };
        let people = ids.map(|id| (id.clone(), person(&id)));
        testing::enrol(database, &Sevens, SPRING, &people, self.now);
        self.work();
    }

    fn ask(&mut self, place: usize, request: PortalRequest) -> Result<View, PortalError> {
        let answer = self.tenants[place].portal.answer(request, self.now)?;
        Ok(answer.view)
    }

    /// Runs the loops of all portals over some minutes, until nothing is left to do.
    fn work(&mut self) {
        for _ in 0..40 {
            for place in 0..self.tenants.len() {
                self.turn(place);
            }
            self.pass(SignedDuration::from_secs(6));
        }
    }

    fn pass(&mut self, time: SignedDuration) {
        self.now = self.now.checked_add(time).unwrap();
    }

    fn turn(&mut self, place: usize) {
        let plan = self.tenants[place].portal.plan(self.now).unwrap();
        for (ticket, effect) in plan.effects {
            let acted = self.act(&effect);
            let unheard = self.unheard > 0 && !matches!(effect, Effect::ReportDue { .. });
            let outcome = if unheard {
                self.unheard -= 1;
                silent(&effect)
            } else {
                acted
            };
            let portal = &mut self.tenants[place].portal;
            portal.settle(ticket, outcome, self.now).unwrap();
        }
    }

    fn act(&mut self, effect: &Effect) -> EffectResult {
        match effect {
            Effect::Publish { key, .. } if !self.publishes && key.starts_with("block/") => {
                EffectResult::Published(Err(Unavailable))
            }
            Effect::Publish { key, value } => {
                self.links.insert(key.clone(), value.clone());
                EffectResult::Published(Ok(()))
            }
            Effect::ClaimHost { hub_id, host } => {
                let claim = self.directory.claim_host(hub_id, host, self.now).unwrap();
                EffectResult::HostClaimed(Ok(claim))
            }
            Effect::ReleaseHost { hub_id, host } => {
                let free_at = self.directory.release_host(hub_id, host, self.now);
                EffectResult::HostReleased(Ok(free_at.unwrap()))
            }
            Effect::LookAtHost { host, record } => {
                EffectResult::HostSeen(Ok(self.see(host, record)))
            }
            Effect::ReportDue { .. } => EffectResult::DueReported(Ok(())),
            Effect::TakeBlocks { count } => {
                let taken = self.directory.take_blocks(*count).unwrap();
                EffectResult::BlocksTaken(Ok(taken))
            }
            // HubSpot never answers here.
            Effect::CallHubSpot { .. } => EffectResult::HubSpot(Err(NoReply::Unreachable)),
        }
    }

    fn see(&self, host: &str, record: &str) -> HostSeen {
        let leads = if self.ways.contains(host) {
            Leads::Here
        } else {
            Leads::Nowhere
        };
        let Some(dns) = &self.dns else {
            return HostSeen {
                dns_status: 502,
                dns_body: Vec::new(),
                leads,
            };
        };
        let texts = dns.get(record).into_iter().flatten();
        let answer: Vec<_> = texts
            .map(|text| serde_json::json!({ "type": 16, "data": format!("\"{text}\"") }))
            .collect();
        let status = if answer.is_empty() { 3 } else { 0 };
        let body = serde_json::json!({ "Status": status, "Answer": answer });
        HostSeen {
            dns_status: 200,
            dns_body: body.to_string().into_bytes(),
            leads,
        }
    }

    /// Lets the domain's owner set the records that the portal shows.
    fn set_records(&mut self, place: usize) {
        let view = self.domain(place);
        let dns = self.dns.get_or_insert_default();
        for record in view.records {
            dns.entry(record.name).or_default().push(record.value);
        }
    }

    /// Lets a portal ask for a host that its account owns and that leads here.
    fn want_own(&mut self, place: usize, host: &str) -> LinkDomainView {
        let view = self.want(place, host).unwrap();
        self.set_records(place);
        self.ways.insert(host.trim().to_ascii_lowercase());
        view
    }

    /// Lets the operator take a host back.
    fn take_back(&mut self, place: usize, host: &str, quarantine: SignedDuration) {
        let owner = self.directory.take_host_back(host, quarantine, self.now);
        assert_eq!(owner.unwrap().as_ref(), Some(&self.tenants[place].hub));
        let order = LinkDomainTakenBack {
            host: host.to_owned(),
            reason: "It is not theirs.".to_owned(),
        };
        self.domain_view(place, LinksRequest::TakeDomainBack(order))
            .unwrap();
    }

    /// Connects a portal to HubSpot, or ends its connection.
    fn connect(&mut self, place: usize, connected: bool) {
        let request = if connected {
            PortalRequest::Connect(Connect {
                hub_id: self.tenants[place].hub.clone(),
                access_token: "access".into(),
                refresh_token: "refresh".into(),
                expires_in_seconds: 86_400,
                scopes: Vec::new(),
                domain: None,
                ui_domain: None,
            })
        } else {
            PortalRequest::Disconnect
        };
        self.ask(place, request).unwrap();
    }

    /// Ends the process of a portal, and opens the portal again on the data that it had committed.
    fn crash(&mut self, place: usize) {
        let storage = self.tenants[place].storage.clone();
        self.tenants[place].portal = testing::open(storage, Sevens, self.now);
    }

    fn name(&mut self, of: u32, slug: &str) -> Result<ReferrerView, PortalError> {
        let change = ChangeReferrer {
            slug: Some(slug.to_owned()),
            link_status: None,
        };
        let asked = PortalRequest::ChangeReferrer {
            campaign: SPRING,
            contact: contact(of),
            change,
        };
        match self.ask(0, asked)? {
            View::Referrer(view) => Ok(view),
            other => panic!("{other:?}"),
        }
    }

    fn referrer(&mut self, place: usize, of: u32) -> ReferrerView {
        let asked = PortalRequest::Referrer {
            campaign: SPRING,
            contact: contact(of),
        };
        match self.ask(place, asked).unwrap() {
            View::Referrer(view) => view,
            other => panic!("{other:?}"),
        }
    }

    fn change(&mut self, change: ChangeCampaign) -> Result<CampaignView, PortalError> {
        let campaign = SPRING;
        match self.ask(0, PortalRequest::ChangeCampaign { campaign, change })? {
            View::Campaign(view) => Ok(view),
            other => panic!("{other:?}"),
        }
    }

    fn name_campaign(&mut self, slug: &str) -> Result<CampaignView, PortalError> {
        self.change(ChangeCampaign {
            slug: Some(slug.to_owned()),
            ..ChangeCampaign::default()
        })
    }

    fn want(&mut self, place: usize, host: &str) -> Result<LinkDomainView, PortalError> {
        let change = LinksRequest::ChangeDomain(ChangeLinkDomain {
            host: host.to_owned(),
        });
        self.domain_view(place, change)
    }

    fn domain(&mut self, place: usize) -> LinkDomainView {
        self.domain_view(place, LinksRequest::Domain).unwrap()
    }

    fn domain_view(
        &mut self,
        place: usize,
        asked: LinksRequest,
    ) -> Result<LinkDomainView, PortalError> {
        match self.ask(place, PortalRequest::Links(asked))? {
            View::LinkDomain(view) => Ok(view),
            other => panic!("{other:?}"),
        }
    }

    fn entry(&self, slug: &str) -> SlugRecord {
        SlugRecord::parse(&self.links[&format!("slug/70/{slug}")]).unwrap()
    }

    fn leads(&self, slug: &str) -> Resolution {
        match self.entry(slug) {
            SlugRecord::Campaign(campaign) => campaign.resolve(),
            SlugRecord::Code(code) => self.block(code).resolve(code),
        }
    }

    fn block(&self, code: ReferralCode) -> LinkBlock {
        LinkBlock::parse(&self.links[&link_block::key(code.block())]).unwrap()
    }
}

fn silent(effect: &Effect) -> EffectResult {
    match effect {
        Effect::Publish { .. } => EffectResult::Published(Err(Unavailable)),
        Effect::ClaimHost { .. } => EffectResult::HostClaimed(Err(Unavailable)),
        Effect::LookAtHost { .. } => EffectResult::HostSeen(Err(Unavailable)),
        _ => EffectResult::HostReleased(Err(Unavailable)),
    }
}

#[test]
fn a_slug_stands_for_a_code_and_its_predecessors_keep_working() {
    let mut world = World::new(1);
    let before = world.referrer(0, 1);
    assert_eq!(
        before.link,
        format!("https://goodword.example/r/{}", before.code)
    );
    assert_eq!(before.slug, None);

    let named = world.name(1, " Ana-Silva ").unwrap();
    assert_eq!(named.slug.as_deref(), Some("ana-silva"));
    assert_eq!(named.link, "https://goodword.example/r/70/ana-silva");
    // QR codes show the code, which never changes.
    assert_eq!(named.qr_code_url, before.qr_code_url);
    assert!(
        named.share.whatsapp.ends_with("r%2F70%2Fana-silva"),
        "{:?}",
        named.share
    );
    assert!(
        named.share.whatsapp.contains("text=Ana1%3A%20"),
        "{:?}",
        named.share
    );
    world.work();
    assert_eq!(world.entry("ana-silva"), SlugRecord::Code(before.code));

    world.name(1, "ana").unwrap();
    world.work();
    for slug in ["ana", "ana-silva"] {
        assert_eq!(world.entry(slug), SlugRecord::Code(before.code));
        assert!(matches!(world.leads(slug), Resolution::Live(_)));
    }
    // No other owner can take either slug, but each owner can take its own again.
    for slug in ["ana", "ana-silva"] {
        let refused = world.name(2, slug).unwrap_err();
        assert!(matches!(refused, PortalError::Conflict(_)), "{refused:?}");
        assert!(matches!(
            world.name_campaign(slug),
            Err(PortalError::Conflict(_))
        ));
    }
    assert_eq!(
        world.name(1, "ana-silva").unwrap().slug.as_deref(),
        Some("ana-silva")
    );
    let bare = world.name(1, "").unwrap();
    assert_eq!((bare.slug, bare.link), (None, before.link));
    assert!(matches!(
        world.name(2, "ana"),
        Err(PortalError::Conflict(_))
    ));
    let history: Vec<_> = bare
        .history
        .iter()
        .filter_map(|event| event.detail.as_deref())
        .collect();
    assert!(history.contains(&"ana-silva"), "{history:?}");
}

#[test]
fn invalid_slugs_are_rejected_in_words_and_change_nothing() {
    let mut world = World::new(1);
    for slug in [
        "an",
        "ann--lee",
        "admin",
        "springsale",
        "sh1t",
        "j\u{fc}rgen",
        &"x".repeat(41),
    ] {
        let refused = world.name(1, slug).unwrap_err();
        assert!(
            matches!(&refused, PortalError::Invalid { field: "slug", why } if why.ends_with('.')),
            "{slug}: {refused:?}"
        );
        assert!(matches!(
            world.name_campaign(slug),
            Err(PortalError::Invalid { field: "slug", .. })
        ));
    }
    assert_eq!(world.referrer(0, 1).slug, None);
    for number in 0..20 {
        world.name(1, &format!("ana-{number}")).unwrap();
    }
    assert!(matches!(
        world.name(1, "ana-20"),
        Err(PortalError::Conflict(_))
    ));
    assert!(world.name(1, "ana-7").is_ok());
    assert!(world.name(2, "ana-20").is_ok());
}

#[test]
fn a_referrer_is_found_by_slug_and_by_link() {
    let mut world = World::new(1);
    let code = world.name(1, "ana-silva").unwrap().code;
    let found = |world: &mut World, text: &str| -> Vec<String> {
        let query = ReferrerQuery {
            search: Some(text.to_owned()),
            ..ReferrerQuery::default()
        };
        let View::Referrers(list) = world.ask(0, PortalRequest::Referrers(query)).unwrap() else {
            panic!("no list");
        };
        let line = |line: ReferrerLine| line.slug.unwrap_or(line.contact_id.to_string());
        list.items.into_iter().map(line).collect()
    };
    for text in [
        "ana-silva".to_owned(),
        "https://goodword.example/r/70/ana-silva".to_owned(),
        "https://go.example.com/ana-silva/".to_owned(),
        format!("https://goodword.example/r/{code}"),
        format!("https://go.example.com/{code}"),
        code.to_string(),
    ] {
        assert_eq!(found(&mut world, &text), ["ana-silva"], "{text}");
    }
    assert_eq!(found(&mut world, "https://go.example.com/ben"), [""; 0]);
}

#[test]
fn a_campaigns_slug_leads_to_the_campaigns_destination_and_attributes_nothing() {
    let mut world = World::new(1);
    let named = world.name_campaign("spring-2027").unwrap();
    let link = named.slug_link.unwrap();
    assert_eq!(link.address, "https://goodword.example/r/70/spring-2027");
    assert_eq!(
        link.qr_code_png_url,
        "https://goodword.example/qr/70/spring-2027.png"
    );
    world.name_campaign("spring-27").unwrap();
    world.work();
    let live = |to: &str| Resolution::Live(to.to_owned());
    for slug in ["spring-2027", "spring-27"] {
        assert_eq!(
            world.leads(slug),
            live("https://shop.example.com/offer?a=1")
        );
    }
    let moved = ChangeCampaign {
        destination: Some("https://shop.example.com/sale".into()),
        ..ChangeCampaign::default()
    };
    world.change(moved).unwrap();
    world.work();
    for slug in ["spring-2027", "spring-27"] {
        assert_eq!(world.leads(slug), live("https://shop.example.com/sale"));
    }
    for (status, led) in [
        (CampaignStatus::Paused, Resolution::Paused),
        (CampaignStatus::Archived, Resolution::Revoked),
    ] {
        let change = ChangeCampaign {
            status: Some(status),
            ..ChangeCampaign::default()
        };
        world.change(change).unwrap();
        world.work();
        assert_eq!(world.leads("spring-2027"), led);
    }
}

/// Stores that a run of the first sync has found its properties in HubSpot.
fn find_properties(database: &Database) {
    let sync = syncs::get(database, domain::SyncId(1)).unwrap();
    syncs::set_properties_made(database, sync.id, true).unwrap();
    syncs::set_known_properties(database, &sync).unwrap();
}

#[test]
fn a_new_slug_is_written_to_hubspot_if_a_property_always_shows_the_link() {
    let mut world = World::new(1);
    let wanted = CreateSync {
        campaign_id: SPRING,
        ongoing: true,
        audience: domain::Audience::default(),
        on_leaving: domain::OnLeaving::default(),
        outbound: None,
        inbound: None,
    };
    world.ask(0, PortalRequest::CreateSync(wanted)).unwrap();
    let waiting = |world: &World| -> Vec<String> {
        let database = &world.tenants[0].portal.database;
        let ids = outbox::waiting(database).unwrap();
        ids.iter()
            .flat_map(|(id, _)| outbox::get(database, *id).unwrap().unwrap().items)
            .map(|item| format!("{} {:?}", item.contact, item.properties))
            .collect()
    };
    world.name(1, "ana").unwrap();
    assert_eq!(waiting(&world), [""; 0]);
    let database = &world.tenants[0].portal.database;
    find_properties(database);
    world.name(1, "ana-silva").unwrap();
    let told = waiting(&world);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("1 ") && told[0].contains("goodword_referral_link"),
        "{told:?}"
    );
    // The same slug again is no change.
    world.name(1, "Ana-Silva").unwrap();
    assert_eq!(waiting(&world).len(), 1);
}

#[test]
fn a_host_belongs_to_one_portal_and_serves_its_links_while_the_portal_holds_it() {
    let mut world = World::new(2);
    let codes = [world.referrer(0, 1).code, world.referrer(1, 1).code];
    assert_eq!(
        world.want_own(0, " GO.Example.com").state,
        LinkDomainState::WaitingForDns
    );
    assert_eq!(
        world.want_own(1, HOST).state,
        LinkDomainState::WaitingForDns
    );
    world.work();
    let view = world.domain(0);
    assert_eq!(
        (view.state, view.host.as_str()),
        (LinkDomainState::Active, HOST)
    );
    assert_eq!(view.base, "https://go.example.com/");
    assert_eq!(world.domain(1).state, LinkDomainState::Taken);
    assert_eq!(world.domain(1).base, "https://goodword.example/r/");
    assert_eq!(world.links["host/go.example.com"], "70");
    assert!(world.block(codes[0]).is_good_under(HOST));
    assert!(!world.block(codes[1]).is_good_under(HOST));
    assert_eq!(
        world.referrer(0, 1).link,
        format!("https://{HOST}/{}", codes[0])
    );
    assert_eq!(
        world.name(1, "ana").unwrap().link,
        "https://go.example.com/ana"
    );
    let picture = format!("https://goodword.example/qr/{HOST}/{}.png", codes[0]);
    assert_eq!(world.referrer(0, 1).qr_code_png_url, picture);

    let given_up = world.want(0, "").unwrap();
    assert_eq!(
        (given_up.state, given_up.host.as_str()),
        (LinkDomainState::None, "")
    );
    assert_eq!(given_up.leaving, [HOST]);
    assert_eq!(
        world.referrer(0, 1).link,
        "https://goodword.example/r/70/ana"
    );
    world.work();
    assert_eq!(world.domain(0).leaving, [""; 0]);
    assert_eq!(world.domain(0).given_up[0].host, HOST);
    assert_eq!(world.links["host/go.example.com"], "");
    assert!(!world.block(codes[0]).is_good_under(HOST));
}

#[test]
fn a_host_is_used_only_after_dns_has_proven_its_owner_and_it_leads_here() {
    let mut world = World::connected(1);
    let code = world.referrer(0, 1).code;
    let untouched = |world: &mut World, state| {
        // The pauses grow, so a person asks for a look.
        world.domain_view(0, LinksRequest::CheckDomain).unwrap();
        world.work();
        assert_eq!(world.domain(0).state, state);
        assert_eq!(world.links.get("host/go.example.com"), None);
        assert_eq!(
            world.referrer(0, 1).link,
            format!("https://goodword.example/r/{code}")
        );
    };
    let view = world.want(0, HOST).unwrap();
    let record = &view.records[0];
    assert_eq!(
        (record.kind, record.name.as_str()),
        ("TXT", "_goodword.go.example.com")
    );
    assert!(record.value.starts_with("goodword-verify="));
    world.ways.insert(HOST.to_owned());
    untouched(&mut world, LinkDomainState::WaitingForDns);
    let found = world.domain(0).last_look.unwrap().found;
    assert_eq!(
        found,
        "There is no TXT record _goodword.go.example.com yet. go.example.com leads to Goodword."
    );

    let others = vec!["v=spf1 -all".to_owned(), "goodword-verify=x".to_owned()];
    let name = record.name.clone();
    world.dns.as_mut().unwrap().insert(name, others);
    untouched(&mut world, LinkDomainState::WaitingForDns);

    world.set_records(0);
    world.ways.clear();
    untouched(&mut world, LinkDomainState::Verified);

    world.ways.insert(HOST.to_owned());
    world.domain_view(0, LinksRequest::CheckDomain).unwrap();
    world.work();
    assert_eq!(world.domain(0).state, LinkDomainState::Active);
    assert_eq!(world.links["host/go.example.com"], "70");
}

#[test]
fn a_resolver_that_fails_changes_nothing() {
    let mut world = World::new(1);
    world.want_own(0, HOST);
    world.dns = None;
    world.work();
    let view = world.domain(0);
    assert_eq!(view.state, LinkDomainState::WaitingForDns);
    assert!(view.last_look.is_none());
    world.set_records(0);
    world.work();
    assert_eq!(world.domain(0).state, LinkDomainState::Active);
    world.dns = None;
    world.pass(SignedDuration::from_hours(25));
    world.work();
    assert_eq!(world.domain(0).state, LinkDomainState::Active);
}

#[test]
fn a_host_that_no_longer_leads_here_is_shown_and_keeps_its_links() {
    let mut world = World::new(1);
    let code = world.referrer(0, 1).code;
    world.want_own(0, HOST);
    world.work();
    world.ways.clear();
    world.work();
    assert_eq!(world.domain(0).state, LinkDomainState::Active);
    world.pass(SignedDuration::from_hours(25));
    world.work();
    assert_eq!(world.domain(0).state, LinkDomainState::Unreachable);
    assert_eq!(world.referrer(0, 1).link, format!("https://{HOST}/{code}"));
    assert!(world.block(code).is_good_under(HOST));
    // The record alone may go.
    world.dns = Some(BTreeMap::new());
    world.ways.insert(HOST.to_owned());
    world.domain_view(0, LinksRequest::CheckDomain).unwrap();
    world.work();
    assert_eq!(world.domain(0).state, LinkDomainState::Active);
}

#[test]
fn a_host_that_was_given_up_is_kept_from_others_and_its_giver_may_take_it_back() {
    let mut world = World::connected(2);
    let codes = [world.referrer(0, 1).code, world.referrer(1, 1).code];
    world.want_own(0, HOST);
    world.work();
    world.want(0, "").unwrap();
    world.work();
    world.want_own(1, HOST);
    world.work();
    assert_eq!(world.domain(1).state, LinkDomainState::Quarantine);
    assert_eq!(
        world.domain(1).quarantined_until,
        Some(world.domain(0).given_up[0].until)
    );
    world.want_own(0, HOST);
    world.work();
    assert_eq!(world.domain(0).state, LinkDomainState::Active);

    world.want(0, "").unwrap();
    world.work();
    world.pass(SignedDuration::from_hours(29 * 24));
    world.work();
    assert_eq!(world.domain(1).state, LinkDomainState::Quarantine);
    assert_eq!(world.links["host/go.example.com"], "");
    // The other portal has it by itself when the quarantine is over, and no link of the giver works there.
    world.pass(SignedDuration::from_hours(24));
    world.domain_view(1, LinksRequest::CheckDomain).unwrap();
    world.work();
    assert_eq!(world.domain(1).state, LinkDomainState::Active);
    assert_eq!(world.domain(0).given_up.len(), 0);
    assert_eq!(world.links["host/go.example.com"], "71");
    assert!(world.block(codes[1]).is_good_under(HOST));
    assert!(!world.block(codes[0]).is_good_under(HOST));
}

#[test]
fn a_host_is_released_only_when_no_block_names_it() {
    let mut world = World::new(1);
    let code = world.referrer(0, 1).code;
    world.want_own(0, HOST);
    world.work();
    world.want(0, "").unwrap();
    world.publishes = false;
    world.work();
    assert_eq!(world.domain(0).leaving, [HOST]);
    assert_eq!(world.domain(0).given_up.len(), 0);
    assert!(world.block(code).is_good_under(HOST));
    world.publishes = true;
    world.work();
    assert!(!world.block(code).is_good_under(HOST));
    assert_eq!(world.domain(0).given_up[0].host, HOST);
}

#[test]
fn the_operator_takes_a_host_back_and_the_portal_reads_why() {
    let mut world = World::new(2);
    let codes = [world.referrer(0, 1).code, world.referrer(1, 1).code];
    world.want_own(0, HOST);
    world.work();
    world.take_back(0, HOST, SignedDuration::ZERO);
    let view = world.domain(0);
    assert_eq!(view.state, LinkDomainState::TakenBack);
    assert_eq!(view.reason.as_deref(), Some("It is not theirs."));
    assert_eq!(
        world.referrer(0, 1).link,
        format!("https://goodword.example/r/{}", codes[0])
    );
    world.work();
    assert!(!world.block(codes[0]).is_good_under(HOST));
    assert_eq!(world.domain(0).state, LinkDomainState::TakenBack);
    world.want_own(1, HOST);
    world.work();
    assert_eq!(world.domain(1).state, LinkDomainState::Active);
    world.take_back(1, HOST, SignedDuration::from_hours(24));
    world.work();
    // Neither of them can have it during the quarantine.
    for place in [0, 1] {
        world.want_own(place, HOST);
        world.work();
        assert_eq!(world.domain(place).state, LinkDomainState::Quarantine);
        world.want(place, "").unwrap();
    }
}

#[test]
fn a_wish_does_not_keep_a_host_that_the_operator_takes_back() {
    let mut world = World::new(2);
    world.want_own(0, HOST);
    world.work();
    world.take_back(0, HOST, SignedDuration::ZERO);
    let wanted = world.want(0, HOST);
    assert!(
        matches!(wanted, Err(PortalError::Conflict(_))),
        "{wanted:?}"
    );
    world.work();
    assert_eq!(world.domain(0).state, LinkDomainState::TakenBack);
    world.want_own(1, HOST);
    world.work();
    assert_eq!(world.domain(1).state, LinkDomainState::Active);
}

#[test]
fn a_portal_that_did_not_hear_the_operators_order_releases_the_host_when_it_asks_for_it() {
    let mut world = World::new(2);
    let code = world.referrer(0, 1).code;
    world.want_own(0, HOST);
    world.work();
    let taken = world
        .directory
        .take_host_back(HOST, SignedDuration::ZERO, world.now);
    taken.unwrap();
    world.want(0, "").unwrap();
    world.publishes = false;
    world.work();
    world.want(0, HOST).unwrap();
    world.publishes = true;
    world.work();
    let view = world.domain(0);
    assert_eq!(view.state, LinkDomainState::TakenBack);
    assert!(view.reason.is_some());
    assert!(!world.block(code).is_good_under(HOST));
    world.want_own(1, HOST);
    world.work();
    assert_eq!(world.domain(1).state, LinkDomainState::Active);
}

#[test]
fn a_portal_without_a_connection_keeps_its_host_for_thirty_days() {
    let mut world = World::connected(1);
    let code = world.referrer(0, 1).code;
    world.want_own(0, HOST);
    world.work();
    assert_eq!(world.domain(0).kept_until, None);
    world.connect(0, false);
    world.work();
    let kept_until = world.domain(0).kept_until.unwrap();
    assert_eq!(kept_until.duration_since(world.now).as_hours(), 30 * 24 - 1);
    world.pass(SignedDuration::from_hours(29 * 24));
    world.work();
    assert!(world.block(code).is_good_under(HOST));
    world.connect(0, true);
    world.work();
    assert_eq!(world.domain(0).kept_until, None);
    world.connect(0, false);
    world.work();
    world.pass(SignedDuration::from_hours(30 * 24));
    world.work();
    assert_eq!(world.domain(0).state, LinkDomainState::None);
    assert_eq!(world.domain(0).given_up[0].host, HOST);
    assert!(!world.block(code).is_good_under(HOST));
    assert_eq!(world.links["host/go.example.com"], "");
}

#[test]
fn a_host_that_is_not_the_customers_own_is_rejected_in_words() {
    let mut world = World::new(1);
    for host in [
        "goodword.example",
        "GOODWORD.example",
        "go.goodword.example",
        "x.workers.dev",
        "127.0.0.1",
        "https://x.y",
        "xn--0.example",
        "shop.example.com",
    ] {
        assert!(
            matches!(
                world.want(0, host),
                Err(PortalError::Invalid { field: "host", .. })
            ),
            "{host}"
        );
    }
    assert_eq!(world.domain(0).state, LinkDomainState::None);
}

#[test]
fn no_campaign_leads_to_an_address_of_its_own_links() {
    let mut world = World::new(1);
    world.want(0, HOST).unwrap();
    let code = world.referrer(0, 1).code;
    let addresses = [
        format!("https://goodword.example/r/{code}"),
        "https://GOODWORD.example/join/x".to_owned(),
        "https://goodword.example./".to_owned(),
        format!("https://{HOST}/ana"),
        format!("https://{HOST}:8443/"),
    ];
    for address in addresses {
        let to = |destination| ChangeCampaign {
            destination,
            ..ChangeCampaign::default()
        };
        let refused = world.change(to(Some(address.clone())));
        assert!(
            matches!(
                refused,
                Err(PortalError::Invalid {
                    field: "destination",
                    ..
                })
            ),
            "{address}"
        );
        let after = ReferralPage {
            after: AfterForm::Address(address.clone()),
            ..ReferralPage::default()
        };
        let refused = world.change(ChangeCampaign {
            page: Some(after),
            ..ChangeCampaign::default()
        });
        assert!(
            matches!(
                refused,
                Err(PortalError::Invalid {
                    field: "page.after",
                    ..
                })
            ),
            "{address}"
        );
    }
    // A host that was given up is any site's again.
    world.want(0, "").unwrap();
    world.work();
    let elsewhere = ChangeCampaign {
        destination: Some(format!("https://{HOST}/ana")),
        ..ChangeCampaign::default()
    };
    world.change(elsewhere).unwrap();
    let why = world.want(0, HOST).unwrap_err().to_string();
    assert!(why.contains("Spring leads to go.example.com"), "{why}");
}

/// Changes the wanted host repeatedly while results of effects are lost and the process is killed in between.
#[test]
fn hosts_converge_even_if_results_are_lost() {
    let wishes = [HOST, "", "go-2.example.com"];
    for first in wishes {
        for second in wishes {
            for (unheard, turns) in [(0, 1), (1, 1), (1, 3), (2, 2), (3, 5), (2, 7)] {
                let mut world = World::connected(2);
                world.unheard = unheard;
                for host in [HOST, first, second] {
                    world.want_own(0, host);
                    for _ in 0..turns {
                        world.turn(0);
                        world.pass(SignedDuration::from_secs(2));
                    }
                    world.crash(0);
                }
                for _ in 0..4 {
                    world.turn(0);
                    world.pass(SignedDuration::from_secs(2));
                }
                world.want_own(1, HOST);
                world.work();
                // A quarantine that there may be is over, and looks are due.
                world.pass(SignedDuration::from_hours(31 * 24));
                world.work();
                let view = world.domain(0);
                let case = format!("{first} {second} {unheard} {turns}: {view:?}");
                assert_eq!(view.host, second, "{case}");
                assert_eq!(view.leaving, [""; 0], "{case}");
                let active = view.state == LinkDomainState::Active;
                assert_eq!(active, !second.is_empty(), "{case}");
                let code = world.referrer(0, 1).code;
                let other = world.referrer(1, 1).code;
                for host in [HOST, "go-2.example.com"] {
                    let entry = world.links.get(&format!("host/{host}"));
                    let entry = entry.map_or("", String::as_str);
                    assert_eq!(
                        world.block(code).is_good_under(host),
                        host == second,
                        "{case}"
                    );
                    let others = host == HOST && second != HOST;
                    assert_eq!(world.block(other).is_good_under(host), others, "{case}");
                    let owner = if host == second {
                        world.tenants[0].hub.as_str()
                    } else if others {
                        world.tenants[1].hub.as_str()
                    } else {
                        ""
                    };
                    assert_eq!(entry, owner, "{host} {case}");
                }
            }
        }
    }
}

#[test]
fn changed_addresses_reach_hubspot_under_one_time_syncs_too_before_the_host_is_let_go() {
    let mut world = World::connected(1);
    let code = world.referrer(0, 1).code;
    let wanted = CreateSync {
        campaign_id: SPRING,
        ongoing: false,
        audience: domain::Audience::default(),
        on_leaving: domain::OnLeaving::default(),
        outbound: None,
        inbound: None,
    };
    world.ask(0, PortalRequest::CreateSync(wanted)).unwrap();
    let database = std::rc::Rc::clone(&world.tenants[0].portal.database);
    find_properties(&database);
    // Takes the batches with addresses out of the outbox, as HubSpot does.
    let written = || {
        let batches = outbox::waiting(&database).unwrap();
        let mut contacts = Vec::new();
        for (id, _) in batches {
            let batch = outbox::get(&database, id).unwrap().unwrap();
            contacts.extend(batch.items.iter().map(|item| item.contact.to_string()));
            outbox::remove(&database, id).unwrap();
        }
        contacts
    };
    world.want_own(0, HOST);
    world.work();
    assert_eq!(world.domain(0).state, LinkDomainState::Active);
    assert_eq!(written(), ["1", "2"]);
    world.want(0, "").unwrap();
    world.work();
    assert_eq!(world.domain(0).leaving, [HOST]);
    assert!(world.block(code).is_good_under(HOST));
    assert_eq!(written(), ["1", "2"]);
    world.work();
    assert_eq!(world.domain(0).given_up[0].host, HOST);
    assert!(!world.block(code).is_good_under(HOST));
}

#[test]
fn a_revoked_link_is_also_revoked_under_its_slug() {
    let mut world = World::new(1);
    world.name(1, "ana").unwrap();
    let change = ChangeReferrer {
        slug: None,
        link_status: Some(LinkStatus::Revoked),
    };
    let asked = PortalRequest::ChangeReferrer {
        campaign: SPRING,
        contact: contact(1),
        change,
    };
    world.ask(0, asked).unwrap();
    world.work();
    assert_eq!(world.leads("ana"), Resolution::Revoked);
}
