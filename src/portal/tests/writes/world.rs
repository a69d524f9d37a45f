//! One portal with a sync of all contacts, the sandbox in HubSpot's place, and a clock that the test moves.

use domain::{CampaignId, ContactId, OutboundMapping, RunId, SyncId};
use hubspot::{Call, Credential, Reply, Secret};
use jiff::{SignedDuration, Timestamp};
use portal::native::NativeSql;
use portal::{
    ChangeCampaign, ChangeSync, Connect, CreateCampaign, CreateSync, Effect, EffectResult, Entropy,
    OutcomeKind, Portal, PortalError, PortalRequest, ReferralRequest, Response, RunAction,
    Settings,
};
use sandbox::{DEFAULT_REDIRECT_URL, Fault, Request, Sandbox};
use serde_json::{Map, Value, json};

/// The duration of a call.
const LATENCY_MS: i64 = 50;

/// The route of the writes of contacts, as faults name it.
pub(crate) const WRITES: &str = "POST /crm/objects/{v}/contacts/batch/update";

pub(crate) const LINK: &str = "goodword_referral_link";
pub(crate) const PEOPLE: &str = "goodword_people_referred";
pub(crate) const STATUS: &str = "goodword_link_status";

struct Sevens;

impl Entropy for Sevens {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

pub(crate) struct World {
    pub(crate) crm: Sandbox,
    pub(crate) hub: u64,
    portal: Portal,
    sql: NativeSql,
    pub(crate) now: Timestamp,
    blocks: u32,
    /// The calls: their paths, the statuses of their answers, and their times.
    pub(crate) calls: Vec<(String, u16, Timestamp)>,
    pub(crate) campaign: CampaignId,
    pub(crate) sync: SyncId,
}

/// Returns a row of a mapping.
pub(crate) fn row(field: &str, property: &str, mode: &str) -> Value {
    json!({ "field": field, "property": property, "mode": mode })
}

/// Returns the rows of the link, the people and the status, each with this mode.
pub(crate) fn rows(modes: [&str; 3]) -> Vec<OutboundMapping> {
    let rows = json!([
        row("referralLink", LINK, modes[0]),
        row("peopleReferred", PEOPLE, modes[1]),
        row("linkStatus", STATUS, modes[2]),
    ]);
    serde_json::from_value(rows).unwrap()
}

pub(crate) const ALWAYS: [&str; 3] = ["always"; 3];

impl World {
    /// Creates an account that is connected, with a campaign and a sync of all contacts that has not run.
    pub(crate) fn new(settings: sandbox::Settings, modes: [&str; 3], ongoing: bool) -> Self {
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
            campaign: CampaignId(1),
            sync: SyncId(1),
        };
        world.connect();
        world.ask(PortalRequest::CreateCampaign(CreateCampaign {
            name: "Spring".to_owned(),
            destination: "https://shop.example.com/".to_owned(),
            attribution_window_days: None,
            share_message: None,
            terms: None,
            page: None,
            slug: None,
        }));
        world.ask(PortalRequest::CreateSync(CreateSync {
            campaign_id: world.campaign,
            ongoing,
            audience: domain::Audience::default(),
            on_leaving: domain::OnLeaving::Keep,
            outbound: Some(rows(modes)),
            inbound: None,
        }));
        world
    }

    /// Creates an account with this number of contacts.
    pub(crate) fn with(contacts: usize) -> Self {
        let settings = sandbox::Settings {
            contacts,
            ..sandbox::Settings::default()
        };
        Self::new(settings, ALWAYS, false)
    }

    pub(crate) fn connect(&mut self) {
        let grant = self.consent();
        self.ask(PortalRequest::Connect(grant));
        self.pass(0);
    }

    /// Ends the process and starts it again.
    pub(crate) fn restart(&mut self) {
        self.portal = open(&self.crm, &self.sql, self.now);
    }

    /// Plants a fault.
    pub(crate) fn plant(&mut self, fault: Value) {
        let fault: Fault = serde_json::from_value(fault).unwrap();
        self.crm.add_faults([fault]);
    }

    pub(crate) fn run(&mut self) -> RunId {
        let run = self.ask(PortalRequest::StartRun { sync: self.sync });
        RunId(u32::try_from(run["id"].as_u64().unwrap()).unwrap())
    }

    pub(crate) fn show(&mut self, run: RunId) -> Value {
        self.ask(PortalRequest::Run { run })
    }

    pub(crate) fn control(&mut self, run: RunId, action: RunAction) {
        self.ask(PortalRequest::ControlRun { run, action });
    }

    /// Returns the failed contacts of a run, each with reason and detail.
    pub(crate) fn failed(&mut self, run: RunId) -> Vec<(String, String, String)> {
        let view = self.ask(PortalRequest::Outcomes {
            run,
            kind: Some(OutcomeKind::Failed),
            after: None,
        });
        let text = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
        let items = view["items"].as_array().unwrap().iter();
        items
            .map(|item| {
                (
                    text(item, "contactId"),
                    text(item, "reason"),
                    text(item, "detail"),
                )
            })
            .collect()
    }

    pub(crate) fn set_campaign(&mut self, status: domain::CampaignStatus) {
        let change = ChangeCampaign {
            status: Some(status),
            ..ChangeCampaign::default()
        };
        let campaign = self.campaign;
        self.ask(PortalRequest::ChangeCampaign { campaign, change });
    }

    pub(crate) fn set_mapping(&mut self, outbound: Vec<OutboundMapping>) {
        let change = ChangeSync {
            outbound: Some(outbound),
            ..ChangeSync::default()
        };
        let sync = self.sync;
        self.ask(PortalRequest::ChangeSync { sync, change });
    }

    /// Creates a static list with these contacts in HubSpot, and returns its id.
    pub(crate) fn list(&mut self, members: &[ContactId]) -> String {
        const LISTS: &str = "/crm/lists/2026-09";
        let body = json!({ "name": "Members", "objectTypeId": "0-1", "processingType": "MANUAL" });
        let made = self.user("POST", LISTS, &body);
        let list = made["list"]["listId"].as_str().unwrap().to_owned();
        let target = format!("{LISTS}/{list}/memberships/add");
        self.user("PUT", &target, &json!(members));
        list
    }

    fn user(&mut self, method: &str, target: &str, body: &Value) -> Value {
        let token = self.crm.access_token(self.hub).to_owned();
        let request = Request::new(method, target).with_bearer(&token);
        let now = self.now.as_millisecond();
        let response = self.crm.handle(&request.with_json(body), now);
        assert!(response.status < 300, "{method} {target}");
        serde_json::from_slice(&response.body).unwrap_or_default()
    }

    pub(crate) fn set_audience(&mut self, audience: &Value) {
        let change = ChangeSync {
            audience: Some(serde_json::from_value(audience.clone()).unwrap()),
            ..ChangeSync::default()
        };
        let sync = self.sync;
        self.ask(PortalRequest::ChangeSync { sync, change });
    }

    /// Lets a contact be referred by another one.
    pub(crate) fn refer(&mut self, referrer: &ContactId, person: &ContactId) {
        let code = self.referrer(referrer)["code"].clone();
        let claim = json!({ "code": code, "contactId": person.as_str() });
        let claim: portal::ReferralClaim = serde_json::from_value(claim).unwrap();
        let claim = portal::Claim::from(claim);
        self.ask(PortalRequest::Referral(ReferralRequest::Claim(claim)));
    }

    pub(crate) fn referrer(&mut self, contact: &ContactId) -> Value {
        let (campaign, contact) = (self.campaign, contact.clone());
        self.ask(PortalRequest::Referrer { campaign, contact })
    }

    pub(crate) fn try_ask(&mut self, request: PortalRequest) -> Result<Response, PortalError> {
        self.portal.answer(request, self.now)
    }

    /// Returns the response to a request as the API's JSON.
    pub(crate) fn ask(&mut self, request: PortalRequest) -> Value {
        serde_json::to_value(self.try_ask(request).unwrap().view).unwrap()
    }

    /// Returns the ids of all contacts.
    pub(crate) fn contacts(&self) -> Vec<ContactId> {
        let ids = self.crm.contact_ids(self.hub).into_iter();
        ids.map(|id| id.parse().unwrap()).collect()
    }

    /// Returns the value of a property of a contact; empty if there is none.
    pub(crate) fn held(&self, contact: &ContactId, property: &str) -> String {
        let held = self.crm.contact_value(self.hub, contact.as_str(), property);
        held.unwrap_or_default()
    }

    /// Returns the number of contacts that have a link in HubSpot.
    pub(crate) fn linked(&self) -> usize {
        let contacts = self.contacts();
        let linked = contacts.iter().filter(|id| !self.held(id, LINK).is_empty());
        linked.count()
    }

    /// Lets a person type a value.
    pub(crate) fn types(&mut self, contact: &ContactId, property: &str, value: &str) {
        let mut properties = Map::new();
        properties.insert(property.to_owned(), value.into());
        let (hub, now) = (self.hub, self.now.as_millisecond());
        let typed = self
            .crm
            .user_updates(hub, contact.as_str(), &properties, now);
        typed.unwrap();
    }

    /// Counts the writes of contacts, and those that were refused.
    pub(crate) fn writes(&self) -> (usize, usize) {
        let writes = self.calls.iter();
        let writes: Vec<u16> = writes
            .filter(|(path, ..)| path.ends_with("/batch/update"))
            .map(|(_, status, _)| *status)
            .collect();
        let refused = writes.iter().filter(|status| **status >= 400).count();
        (writes.len(), refused)
    }

    /// Returns the value of a statement that counts.
    pub(crate) fn count(&self, statement: &str) -> i64 {
        use portal::{Sql, SqlValue};
        match self.sql.run(statement, &[]).unwrap().rows[0][0] {
            SqlValue::Integer(number) => number,
            _ => panic!("{statement} gives no number"),
        }
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
            if !idle && self.now < end {
                continue;
            }
            match plan.wake_at {
                Some(at) if at <= end && at > self.now => self.now = at,
                Some(at) if at <= self.now && self.now < end => {
                    self.now += SignedDuration::from_millis(1);
                }
                _ if !idle && seconds == 0 => {}
                _ => break,
            }
        }
        self.now = self.now.max(end);
    }

    fn perform(&mut self, effect: Effect) -> EffectResult {
        match effect {
            Effect::CallHubSpot { call, access_token } => {
                let path = call.target.split('?').next().unwrap().to_owned();
                let reply = self.call(&call, access_token.as_ref());
                self.calls.push((path, reply.status, self.now));
                EffectResult::HubSpot(Ok(reply))
            }
            Effect::Publish { .. } => EffectResult::Published(Ok(())),
            Effect::TakeBlocks { count } => {
                let first = self.blocks;
                self.blocks += count;
                EffectResult::BlocksTaken(Ok((first..self.blocks).collect()))
            }
            Effect::ReportDue { .. } => EffectResult::DueReported(Ok(())),
            Effect::LookAtHost { .. } | Effect::ClaimHost { .. } | Effect::ReleaseHost { .. } => {
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
        let response = self.crm.handle(&request, self.now.as_millisecond());
        Reply {
            status: response.status,
            headers: response.headers,
            body: response.body,
        }
    }

    fn consent(&mut self) -> Connect {
        let app = self.crm.app().clone();
        let scope = app.scopes.required.join("%20");
        let url = format!(
            "/oauth/authorize?client_id={}&redirect_uri={DEFAULT_REDIRECT_URL}&scope={scope}",
            app.client_id
        );
        let form = Request::post(url).with_form(&[("decision", "connect")]);
        let consented = self.crm.handle(&form, self.now.as_millisecond());
        let location = consented.header("location").unwrap();
        let (_, code) = location.split_once("code=").unwrap();
        let code = code.split('&').next().unwrap();
        let client = client(&self.crm);
        let exchange = hubspot::oauth::exchange(&client, &Secret::from(code), DEFAULT_REDIRECT_URL);
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
        sealing_keys: format!("a:{}=", "A".repeat(43)).parse().unwrap(),
        key_signer: portal::KeySigner::new([3; 32]),
        public_origin: "https://goodword.example".into(),
        app_origin: "https://app.hubspot.example".into(),
        sweep_interval: SignedDuration::from_hours(1),
        feed_interval: SignedDuration::from_secs(30),
        write_back_delay: SignedDuration::from_secs(30),
    };
    Portal::open(Box::new(sql.clone()), Box::new(Sevens), settings, now).unwrap()
}
