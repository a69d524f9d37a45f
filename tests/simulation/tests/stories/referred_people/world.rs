//! One portal and the sandbox, and the network between them, with or without faults.

use std::cell::RefCell;
use std::collections::BTreeMap;

use domain::{Attribution, CampaignId, ContactId, HubId, ReferralId};
use hubspot::{Call, Credential, NoReply, Reply, Secret, oauth};
use jiff::{SignedDuration, Timestamp};
use portal::native::NativeSql;
use portal::{
    ChangeCampaign, Claim, ClaimedBy, Connect, CreateCampaign, CreateSync, DecideReferral, Decider,
    Effect, EffectResult, Entropy, Portal, PortalError, PortalRequest, ReferralQuery,
    ReferralRequest, Settings, Ticket,
};
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64;
use sandbox::{Request, Sandbox};
use serde_json::{Map, Value, json};

/// The terms of a campaign that writes everything.
pub(crate) const TELLS_ALL: &str = r#"{"rules":[{"id":1,"cause":"api"}],"referredBy":[
    {"field":"code","property":"goodword_referred_by_code","mode":"always"},
    {"field":"name","property":"goodword_referred_by_name","mode":"ifEmpty"},
    {"field":"link","property":"goodword_referred_by_link","mode":"always"},
    {"field":"campaign","property":"goodword_referred_by_campaign","mode":"never"}]}"#;

/// The properties that are mapped.
pub(crate) const CODE: &str = "goodword_referred_by_code";
pub(crate) const NAME: &str = "goodword_referred_by_name";
pub(crate) const LINK: &str = "goodword_referred_by_link";
pub(crate) const CAMPAIGN: &str = "goodword_referred_by_campaign";

/// The campaign that writes everything, and the campaign that writes nothing.
pub(crate) const TELLING: CampaignId = CampaignId(1);
pub(crate) const SILENT: CampaignId = CampaignId(2);

/// A portal in which every contact of the beginning is a referrer in both campaigns.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) hub: u64,
    /// The contacts of the beginning.
    pub(crate) referrers: Vec<String>,
    pub(crate) random: Pcg64,
    /// The share of calls that go wrong, in percent.
    pub(crate) trouble: u32,
    /// The number of calls to HubSpot so far.
    pub(crate) calls: u32,
    /// Whether the link index refuses every publication.
    pub(crate) index_fails: bool,
    sql: NativeSql,
    portal: Option<Portal>,
    now: Timestamp,
    blocks: u32,
    /// The time at which the portal wants to wake, by its last report to the Directory.
    pub(crate) due: Option<Timestamp>,
    late: Vec<(Call, Option<Secret>)>,
    lives: u64,
}

struct Seeded(RefCell<Pcg64>);

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.borrow_mut().fill_bytes(bytes);
    }
}

impl World {
    /// Returns a portal whose properties exist and whose first sync is done.
    pub(crate) fn new(seed: u64, settings: sandbox::Settings) -> Self {
        let now = Timestamp::from_millisecond(settings.start_ms).expect("a time");
        let sandbox = Sandbox::new(sandbox::Settings { seed, ..settings });
        let hub = sandbox.portal_id();
        let mut world = Self {
            referrers: sandbox.contact_ids(hub),
            hub,
            sandbox,
            random: Pcg64::seed_from_u64(seed),
            trouble: 0,
            calls: 0,
            index_fails: false,
            sql: NativeSql::in_memory().expect("a database"),
            portal: None,
            now,
            blocks: 0,
            due: None,
            late: Vec::new(),
            lives: 0,
        };
        world.connect();
        for (name, terms) in [("Spring", TELLS_ALL), ("Silent", "{}")] {
            let campaign = world.done(PortalRequest::CreateCampaign(CreateCampaign {
                name: name.into(),
                destination: "https://shop.example.com/".into(),
                attribution_window_days: None,
                share_message: None,
                terms: Some(serde_json::from_str(terms).expect("terms")),
                page: None,
                slug: None,
            }));
            let id = campaign["id"].as_u64().expect("an id");
            let wanted = CreateSync {
                campaign_id: CampaignId(u32::try_from(id).expect("a small number")),
                ongoing: false,
                audience: domain::Audience::default(),
                on_leaving: domain::OnLeaving::Keep,
                outbound: None,
                inbound: None,
            };
            let sync = world.done(PortalRequest::CreateSync(wanted));
            let id = sync["id"].as_u64().expect("an id");
            let sync = domain::SyncId(u32::try_from(id).expect("a small number"));
            world.done(PortalRequest::StartRun { sync });
        }
        world.make_properties();
        world.rest();
        world
    }

    pub(crate) fn connect(&mut self) {
        let token = self.sandbox.access_token(self.hub).to_owned();
        self.done(PortalRequest::Connect(Connect {
            hub_id: HubId::from(self.hub),
            access_token: token,
            refresh_token: "none".into(),
            expires_in_seconds: 24 * 60 * 60,
            scopes: Vec::new(),
            domain: None,
            ui_domain: None,
        }));
    }

    pub(crate) fn make_properties(&mut self) {
        let fields = domain::ReferredByField::ALL.to_vec();
        let wanted = portal::Query::MakeReferredByProperties { fields };
        self.done(PortalRequest::StartQuery(wanted));
    }

    fn with_portal<T>(
        &mut self,
        work: impl FnOnce(&mut Portal, Timestamp) -> Result<T, PortalError>,
    ) -> Result<T, PortalError> {
        let now = self.now;
        if self.portal.is_none() {
            self.lives += 1;
            let random = Pcg64::seed_from_u64(self.lives ^ self.hub);
            let entropy = Box::new(Seeded(RefCell::new(random)));
            let sql = Box::new(self.sql.clone());
            self.portal = Some(Portal::open(sql, entropy, settings(), now)?);
        }
        let portal = self.portal.as_mut().expect("a portal");
        work(portal, now)
    }

    /// Returns the portal's response.
    pub(crate) fn ask(&mut self, request: PortalRequest) -> Result<Value, PortalError> {
        let answer = self.with_portal(|portal, now| portal.answer(request, now))?;
        Ok(serde_json::to_value(&answer.view).expect("JSON"))
    }

    pub(crate) fn done(&mut self, request: PortalRequest) -> Value {
        self.ask(request).expect("an answer")
    }

    pub(crate) fn claim(&mut self, claim: Claim) -> Value {
        self.done(PortalRequest::Referral(ReferralRequest::Claim(claim)))
    }

    pub(crate) fn referral(&mut self, id: u32) -> Value {
        self.done(PortalRequest::Referral(ReferralRequest::Show(ReferralId(
            id,
        ))))
    }

    pub(crate) fn decide(&mut self, id: u32, event: domain::ReferralEvent) -> Option<Value> {
        let wanted = DecideReferral { event };
        let decided = ReferralRequest::Decide(ReferralId(id), wanted, Decider::Person);
        self.ask(PortalRequest::Referral(decided)).ok()
    }

    pub(crate) fn referrals(&mut self) -> Vec<Value> {
        let mut all = Vec::new();
        let mut query = ReferralQuery::default();
        loop {
            let list = ReferralRequest::List(query.clone());
            let page = self.done(PortalRequest::Referral(list));
            all.extend(page["items"].as_array().expect("items").iter().cloned());
            let Some(next) = page["next"].as_str() else {
                return all;
            };
            query.after = Some(ReferralId(next.parse().expect("an id")));
        }
    }

    pub(crate) fn referrer(&mut self, campaign: CampaignId, contact: &str) -> Value {
        self.done(PortalRequest::Referrer {
            campaign,
            contact: contact.parse().expect("an id"),
        })
    }

    pub(crate) fn set_terms(&mut self, campaign: CampaignId, terms: &str) -> Result<Value, String> {
        let change = ChangeCampaign {
            terms: Some(serde_json::from_str(terms).expect("terms")),
            ..ChangeCampaign::default()
        };
        self.ask(PortalRequest::ChangeCampaign { campaign, change })
            .map_err(|error| error.to_string())
    }

    /// Returns a value in HubSpot, or an empty text if there is none.
    pub(crate) fn value(&self, contact: &str, property: &str) -> String {
        let value = self.sandbox.contact_value(self.hub, contact, property);
        value.unwrap_or_default()
    }

    /// Creates a contact in HubSpot.
    pub(crate) fn make(&mut self, properties: &Value) -> String {
        let properties: &Map<String, Value> = properties.as_object().expect("properties");
        let now = self.now.as_millisecond();
        let made = self.sandbox.user_creates(self.hub, properties, now);
        made.expect("a contact")
    }

    /// Returns the value of this property of all contacts, by id.
    pub(crate) fn contacts(&self, property: &str) -> BTreeMap<String, String> {
        let ids = self.sandbox.contact_ids(self.hub);
        let value = |id: String| {
            let value = self.value(&id, property);
            (id, value)
        };
        ids.into_iter().map(value).collect()
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.now.as_millisecond()
    }

    pub(crate) fn pass(&mut self, time: SignedDuration) {
        self.now = self.now.checked_add(time).expect("a time");
    }

    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.random.random_range(0..100) < percent
    }

    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        self.random.random_range(0..limit)
    }

    /// Plays one round: plans, begins the effects, and settles their results in any order. Returns true if there
    /// was anything to do or to wait for.
    pub(crate) fn round(&mut self) -> bool {
        self.round_with(|_| ())
    }

    /// Plays one round in which people act before the portal has the results.
    pub(crate) fn round_with(&mut self, people_act: impl FnOnce(&mut Self)) -> bool {
        let plan = self.with_portal(Portal::plan).expect("a plan");
        let busy = !plan.effects.is_empty();
        let mut ended: Vec<(Ticket, EffectResult)> = Vec::new();
        for (ticket, effect) in plan.effects {
            let outcome = self.perform(effect);
            let at = self.below(u32::try_from(ended.len()).expect("few") + 1);
            ended.insert(usize::try_from(at).expect("few"), (ticket, outcome));
        }
        people_act(self);
        if self.trouble > 0 && self.chance(self.trouble / 4) {
            // The process dies before the portal has any result.
            self.portal = None;
        }
        for (ticket, outcome) in ended {
            if self.portal.is_some() {
                let settled = self.with_portal(|portal, now| portal.settle(ticket, outcome, now));
                settled.expect("it is recorded");
            }
        }
        if self.chance(50)
            && let Some((call, token)) = self.late.pop()
        {
            self.call(&call, token.as_ref());
        }
        let now = self.now;
        let soon = now + SignedDuration::from_millis(40);
        let wake = plan.wake_at.filter(|_| !busy);
        self.now = wake.map_or(soon, |at| at.max(soon));
        busy || plan.wake_at.is_some() || !self.late.is_empty()
    }

    /// Plays rounds until everything is at rest.
    pub(crate) fn rest(&mut self) {
        for _ in 0..3000 {
            if !self.round() {
                // Cron wakes a portal that rests for the account's details alone.
                assert!(
                    self.due.is_none_or(|due| due > self.now),
                    "the Directory would wake a portal that rests"
                );
                return;
            }
        }
        panic!("it never comes to rest");
    }

    fn perform(&mut self, effect: Effect) -> EffectResult {
        match effect {
            Effect::Publish { .. } if self.index_fails => {
                EffectResult::Published(Err(portal::Unavailable))
            }
            Effect::Publish { .. } => EffectResult::Published(Ok(())),
            Effect::TakeBlocks { count } => {
                let from = self.blocks;
                self.blocks += count;
                EffectResult::BlocksTaken(Ok((from..self.blocks).collect()))
            }
            Effect::ReportDue { due, .. } => {
                self.due = due;
                EffectResult::DueReported(Ok(()))
            }
            Effect::LookAtHost { .. } | Effect::ClaimHost { .. } | Effect::ReleaseHost { .. } => {
                panic!("nobody wants a host of their own here")
            }
            Effect::CallHubSpot { call, access_token } => {
                EffectResult::HubSpot(self.carry(call, access_token))
            }
        }
    }

    fn carry(&mut self, call: Call, token: Option<Secret>) -> Result<Reply, NoReply> {
        if !self.chance(self.trouble) {
            return Ok(self.call(&call, token.as_ref()));
        }
        match self.below(5) {
            0 => Err(NoReply::Unreachable),
            1 => {
                self.call(&call, token.as_ref());
                Err(NoReply::TimedOut)
            }
            2 => {
                self.late.push((call, token));
                Err(NoReply::TimedOut)
            }
            3 => {
                self.call(&call, token.as_ref());
                Ok(answer(502))
            }
            _ => Ok(answer(503)),
        }
    }

    fn call(&mut self, call: &Call, token: Option<&Secret>) -> Reply {
        // All calls carry the portal's own token, which belongs to no installation. So an uninstall call has
        // nothing to end.
        if call.target.starts_with("/appinstalls/") {
            return answer(204);
        }
        self.calls += 1;
        let mut request = Request::new(call.method.as_str(), call.target.clone());
        if let Some(content_type) = call.body.content_type() {
            request = request.with_header("content-type", content_type);
        }
        if let (Credential::AccessToken, Some(token)) = (call.credential, token) {
            request = request.with_bearer(token.expose());
        }
        request.body = call.body.text().unwrap_or_default().as_bytes().to_vec();
        let response = self.sandbox.handle(&request, self.now.as_millisecond());
        Reply {
            status: response.status,
            headers: response.headers,
            body: response.body,
        }
    }
}

fn answer(status: u16) -> Reply {
    Reply {
        status,
        headers: Vec::new(),
        body: Vec::new(),
    }
}

fn settings() -> Settings {
    let key = format!("a:{}=", "A".repeat(43));
    Settings {
        client: oauth::Client {
            id: "client".into(),
            secret: Secret::from("secret"),
        },
        key_signer: portal::KeySigner::new([3; 32]),
        sealing_keys: key.parse().expect("a key"),
        public_origin: "https://go.example.com".into(),
        app_origin: "https://app.hubspot.example".into(),
        sweep_interval: SignedDuration::from_hours(1),
        feed_interval: SignedDuration::from_hours(1),
        write_back_delay: SignedDuration::from_secs(30),
    }
}

/// Returns the claim of an API client that a contact referred somebody.
pub(crate) fn referred(campaign: CampaignId, referrer: &str) -> Claim {
    Claim {
        by: ClaimedBy::Referrer {
            campaign,
            contact: id(referrer),
        },
        contact: None,
        email: None,
        first_name: None,
        last_name: None,
        attribution: Attribution::Api,
        clicked_at: None,
        answers: Vec::new(),
        network: None,
    }
}

pub(crate) fn id(contact: &str) -> ContactId {
    contact.parse().expect("an id")
}

/// Returns the settings of a sandbox with a few contacts.
pub(crate) fn few() -> sandbox::Settings {
    sandbox::Settings {
        contacts: 6,
        ..sandbox::Settings::default()
    }
}

/// Returns the values of a contact with this address.
pub(crate) fn with_email(email: &str) -> Value {
    json!({ "email": email })
}
