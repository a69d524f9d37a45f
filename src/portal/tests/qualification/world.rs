//! One portal, the sandbox in HubSpot's place, and a clock that the test moves.

use domain::{Attribution, CampaignId, ContactId, ReferralId};
use hubspot::{Call, Credential, Reply, Secret};
use jiff::{SignedDuration, Timestamp};
use portal::native::NativeSql;
use portal::{
    CardRequest, ChangeCampaign, Claim, ClaimedBy, Connect, CreateCampaign, Effect, EffectResult,
    Entropy, Portal, PortalError, PortalRequest, ReferralClaim, ReferralQuery, ReferralRequest,
    ReferrerQuery, Response, Settings, View,
};
use sandbox::{DEFAULT_REDIRECT_URL, Request, Sandbox};
use serde_json::{Map, Value, json};

/// The duration of a call.
const LATENCY_MS: i64 = 50;

struct Sevens;

impl Entropy for Sevens {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

pub(crate) struct World {
    pub(crate) crm: Sandbox,
    hub: u64,
    portal: Portal,
    sql: NativeSql,
    now: Timestamp,
    blocks: u32,
    /// The paths of all calls.
    pub(crate) calls: Vec<String>,
}

impl World {
    /// Creates an account that is connected; `deals`: whether the grant permits reading deals.
    pub(crate) fn new(deals: bool) -> Self {
        let settings = sandbox::Settings::default();
        let now = Timestamp::from_millisecond(settings.start_ms).unwrap();
        let crm = Sandbox::new(settings);
        let sql = NativeSql::in_memory().unwrap();
        let portal = open(&crm, &sql, now);
        let mut world = Self {
            hub: crm.portal_id(),
            crm,
            portal,
            sql,
            now,
            blocks: 0,
            calls: Vec::new(),
        };
        world.connect(deals);
        world
    }

    pub(crate) fn connect(&mut self, deals: bool) {
        let grant = self.consent(deals);
        self.ask(PortalRequest::Connect(grant));
        self.pass(0);
    }

    /// Ends the process and starts it again.
    pub(crate) fn restart(&mut self) {
        self.portal = open(&self.crm, &self.sql, self.now);
    }

    fn ms(&self) -> i64 {
        self.now.as_millisecond()
    }

    fn consent(&mut self, deals: bool) -> Connect {
        let app = self.crm.app().clone();
        let scope = app.scopes.required.join("%20");
        let optional = if deals {
            "&optional_scope=crm.objects.deals.read"
        } else {
            ""
        };
        let url = format!(
            "/oauth/authorize?client_id={}&redirect_uri={DEFAULT_REDIRECT_URL}&scope={scope}{optional}",
            app.client_id
        );
        let form = Request::post(url).with_form(&[("decision", "connect")]);
        let consented = self.crm.handle(&form, self.ms());
        let location = consented.header("location").unwrap();
        let (_, code) = location.split_once("code=").unwrap();
        let code = code.split('&').next().unwrap();
        let exchange = hubspot::oauth::exchange(
            &client(&self.crm),
            &Secret::from(code),
            DEFAULT_REDIRECT_URL,
        );
        let grant = hubspot::oauth::granted(Ok(self.call(&exchange, None))).unwrap();
        Connect {
            hub_id: grant.hub_id,
            access_token: grant.access_token.expose().to_owned(),
            refresh_token: grant.refresh_token.expose().to_owned(),
            expires_in_seconds: 1800,
            scopes: grant.scopes,
            domain: None,
            ui_domain: None,
        }
    }

    pub(crate) fn try_ask(&mut self, request: PortalRequest) -> Result<Response, PortalError> {
        self.portal.answer(request, self.now)
    }

    pub(crate) fn ask(&mut self, request: PortalRequest) -> View {
        self.try_ask(request).unwrap().view
    }

    /// Returns the response to a request as the API's JSON.
    pub(crate) fn shown(&mut self, request: PortalRequest) -> Value {
        serde_json::to_value(self.ask(request)).unwrap()
    }

    /// Lets seconds pass, in which the portal does all of its work.
    pub(crate) fn pass(&mut self, seconds: i64) {
        let end = self.now + SignedDuration::from_secs(seconds);
        loop {
            let plan = self.portal.plan(self.now).unwrap();
            let idle = plan.effects.is_empty();
            for (ticket, effect) in plan.effects {
                let outcome = self.perform(effect);
                self.now += SignedDuration::from_millis(LATENCY_MS);
                self.portal.settle(ticket, outcome, self.now).unwrap();
            }
            if !idle {
                continue;
            }
            match plan.wake_at {
                Some(at) if at <= end && at > self.now => self.now = at,
                Some(at) if at <= self.now => self.now += SignedDuration::from_millis(1),
                _ => break,
            }
        }
        self.now = self.now.max(end);
    }

    fn perform(&mut self, effect: Effect) -> EffectResult {
        match effect {
            Effect::CallHubSpot { call, access_token } => {
                let path = call.target.split('?').next().unwrap().to_owned();
                self.calls.push(path);
                EffectResult::HubSpot(Ok(self.call(&call, access_token.as_ref())))
            }
            Effect::Publish { .. } => EffectResult::Published(Ok(())),
            Effect::TakeBlocks { count } => {
                let first = self.blocks;
                self.blocks += count;
                EffectResult::BlocksTaken(Ok((first..self.blocks).collect()))
            }
            Effect::ReportDue { .. } => EffectResult::DueReported(Ok(())),
            Effect::ClaimHost { .. } | Effect::ReleaseHost { .. } => {
                panic!("nobody wants a host of their own here")
            }
        }
    }

    fn call(&mut self, call: &Call, token: Option<&Secret>) -> Reply {
        let mut request = Request::new(call.method.as_str(), call.target.clone());
        if let Some(content_type) = call.body.content_type() {
            request = request.with_header("content-type", content_type);
        }
        if let (Credential::AccessToken, Some(token)) = (call.credential, token) {
            request = request.with_bearer(token.expose());
        }
        request.body = call.body.text().unwrap_or_default().as_bytes().to_vec();
        let response = self.crm.handle(&request, self.ms());
        Reply {
            status: response.status,
            headers: response.headers,
            body: response.body,
        }
    }

    /// Creates a live campaign with these terms, in which the first contact takes part, and returns the contact's code.
    pub(crate) fn campaign(&mut self, name: &str, terms: &Value) -> (CampaignId, String) {
        let made = self.shown(PortalRequest::CreateCampaign(CreateCampaign {
            name: name.to_owned(),
            destination: "https://shop.example.com/".to_owned(),
            attribution_window_days: None,
            share_message: None,
            terms: serde_json::from_value(terms.clone()).unwrap(),
            page: None,
            slug: None,
        }));
        let campaign = CampaignId(u32::try_from(made["id"].as_u64().unwrap()).unwrap());
        let contact = self.contact(0);
        self.ask(PortalRequest::Card(CardRequest::Enrol(contact, campaign)));
        self.pass(1);
        let listed = self.shown(PortalRequest::Referrers(ReferrerQuery {
            campaign: Some(campaign),
            ..ReferrerQuery::default()
        }));
        let code = listed["items"][0]["code"].as_str().unwrap().to_owned();
        (campaign, code)
    }

    pub(crate) fn change_terms(&mut self, campaign: CampaignId, terms: &Value) {
        let change = ChangeCampaign {
            terms: serde_json::from_value(terms.clone()).unwrap(),
            ..ChangeCampaign::default()
        };
        self.ask(PortalRequest::ChangeCampaign { campaign, change });
    }

    /// Returns the account's contact at this place.
    pub(crate) fn contact(&self, place: usize) -> ContactId {
        self.crm.contact_ids(self.hub)[place].parse().unwrap()
    }

    pub(crate) fn claim(&mut self, code: &str, contact: &ContactId) -> ReferralId {
        let told: ReferralClaim =
            serde_json::from_value(json!({ "code": code, "contactId": contact.as_str() })).unwrap();
        let asked = ReferralRequest::Claim(Claim::from(told));
        let made = self.shown(PortalRequest::Referral(asked));
        ReferralId(u32::try_from(made["id"].as_u64().unwrap()).unwrap())
    }

    /// Adds a referral by hand of a person whom HubSpot does not know yet.
    pub(crate) fn add(&mut self, campaign: CampaignId, email: &str) -> ReferralId {
        let claim = Claim {
            by: ClaimedBy::Referrer {
                campaign,
                contact: self.contact(0),
            },
            contact: None,
            email: Some(email.to_owned()),
            first_name: None,
            last_name: None,
            attribution: Attribution::ByHand,
            clicked_at: None,
            answers: Vec::new(),
            network: None,
        };
        let made = self.shown(PortalRequest::Referral(ReferralRequest::Claim(claim)));
        ReferralId(u32::try_from(made["id"].as_u64().unwrap()).unwrap())
    }

    pub(crate) fn referral(&mut self, id: ReferralId) -> Value {
        self.shown(PortalRequest::Referral(ReferralRequest::Show(id)))
    }

    pub(crate) fn status(&mut self, id: ReferralId) -> String {
        self.referral(id)["status"].as_str().unwrap().to_owned()
    }

    /// Returns the reasons for a referral's status, in one line.
    pub(crate) fn why(&mut self, id: ReferralId) -> String {
        let why = self.referral(id)["why"].clone();
        let sentences: Vec<String> = serde_json::from_value(why).unwrap();
        sentences.join(" ")
    }

    pub(crate) fn referrals(&mut self) -> Vec<Value> {
        let asked = ReferralRequest::List(ReferralQuery::default());
        let listed = self.shown(PortalRequest::Referral(asked));
        listed["items"].as_array().unwrap().clone()
    }

    /// Returns the people referred and the successful referrals of the first contact.
    pub(crate) fn numbers(&mut self, campaign: CampaignId) -> (u64, u64) {
        let contact = self.contact(0);
        let shown = self.shown(PortalRequest::Referrer { campaign, contact });
        let number = |name: &str| shown[name].as_u64().unwrap();
        (number("peopleReferred"), number("successfulReferrals"))
    }

    pub(crate) fn write(&mut self, contact: &ContactId, properties: &Value) {
        let (hub, now) = (self.hub, self.ms());
        let properties = object(properties);
        let written = self
            .crm
            .user_updates(hub, contact.as_str(), &properties, now);
        written.unwrap();
    }

    pub(crate) fn arrives(&mut self, properties: &Value) -> ContactId {
        let (hub, now) = (self.hub, self.ms());
        let made = self.crm.user_creates(hub, &object(properties), now);
        made.unwrap().parse().unwrap()
    }

    pub(crate) fn leaves(&mut self, contact: &ContactId) {
        let (hub, now) = (self.hub, self.ms());
        self.crm.user_deletes(hub, contact.as_str(), now).unwrap();
    }

    pub(crate) fn merge(&mut self, into: &ContactId, other: &ContactId) -> ContactId {
        let (hub, now) = (self.hub, self.ms());
        let merged = self
            .crm
            .user_merges(hub, into.as_str(), other.as_str(), now);
        merged.unwrap().parse().unwrap()
    }

    pub(crate) fn deal(&mut self, name: &str, stage: &str, contacts: &[&ContactId]) -> String {
        let properties = object(&json!({ "dealname": name, "dealstage": stage }));
        let contacts: Vec<_> = contacts.iter().map(ToString::to_string).collect();
        let (hub, now) = (self.hub, self.ms());
        let made = self.crm.user_creates_deal(hub, &properties, &contacts, now);
        made.unwrap()
    }

    pub(crate) fn moves(&mut self, deal: &str, stage: &str) {
        let (hub, now) = (self.hub, self.ms());
        let properties = object(&json!({ "dealstage": stage }));
        let moved = self.crm.user_updates_deal(hub, deal, &properties, now);
        moved.unwrap();
    }

    pub(crate) fn drops(&mut self, deal: &str) {
        let (hub, now) = (self.hub, self.ms());
        self.crm.user_deletes_deal(hub, deal, now).unwrap();
    }
}

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn client(crm: &Sandbox) -> hubspot::oauth::Client {
    hubspot::oauth::Client {
        id: crm.app().client_id.clone(),
        secret: Secret::new(crm.app().client_secret.clone()),
    }
}

fn open(crm: &Sandbox, sql: &NativeSql, now: Timestamp) -> Portal {
    let settings = Settings {
        client: client(crm),
        key_signer: portal::KeySigner::new([3; 32]),
        sealing_keys: format!("a:{}=", "A".repeat(43)).parse().unwrap(),
        public_origin: "https://goodword.example".into(),
        app_origin: "https://app.hubspot.example".into(),
        sweep_interval: SignedDuration::from_hours(1),
        feed_interval: SignedDuration::from_secs(30),
        write_back_delay: SignedDuration::from_secs(30),
    };
    Portal::open(Box::new(sql.clone()), Box::new(Sevens), settings, now).unwrap()
}
