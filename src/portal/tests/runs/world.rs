//! One portal, the sandbox in HubSpot's place, a link index, and a clock that the test moves.

use std::collections::BTreeMap;

use hubspot::{Call, Credential, QuotaClass, Reply, Secret};
use jiff::{SignedDuration, Timestamp};
use portal::{
    Connect, CreateCampaign, Effect, EffectResult, Entropy, Portal, PortalError, PortalRequest,
    RunAction, Settings, Ticket, Unavailable,
};
use sandbox::{DEFAULT_REDIRECT_URL, Fault, Request, Sandbox};
use serde_json::{Value, json};

use crate::storage::Storage;

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
    pub(crate) hub: u64,
    pub(crate) portal: Portal,
    pub(crate) storage: Storage,
    pub(crate) now: Timestamp,
    /// The keys of the settings.
    pub(crate) keys: String,
    /// Every call, as its method, its target and its body.
    pub(crate) calls: Vec<String>,
    /// The times of the calls that count for the general quota.
    pub(crate) counted: Vec<Timestamp>,
    /// Every publication that was tried: its time and its key.
    pub(crate) puts: Vec<(Timestamp, String)>,
    pub(crate) links: BTreeMap<String, String>,
    /// The time from which on cron wakes the portal, by its last report.
    pub(crate) due: Option<Timestamp>,
    /// Whether the link index fails.
    pub(crate) index_fails: bool,
    /// Whether the Directory has no block numbers to give.
    pub(crate) no_blocks: bool,
    blocks: u32,
}

/// Returns a list of sealing keys with these ids.
pub(crate) fn keys(ids: &[&str]) -> String {
    let key = |id: &&str| format!("{id}:{}=", "A".repeat(43));
    ids.iter().map(key).collect::<Vec<_>>().join(",")
}

impl World {
    /// Creates an account that is connected.
    pub(crate) fn new(settings: sandbox::Settings) -> Self {
        let now = Timestamp::from_millisecond(settings.start_ms).unwrap();
        let crm = Sandbox::new(settings);
        let storage = Storage::new();
        let keys = keys(&["a"]);
        let portal = open(&crm, &storage, &keys, now);
        let mut world = Self {
            hub: crm.portal_id(),
            crm,
            portal,
            storage,
            now,
            keys,
            calls: Vec::new(),
            counted: Vec::new(),
            puts: Vec::new(),
            links: BTreeMap::new(),
            due: None,
            index_fails: false,
            no_blocks: false,
            blocks: 0,
        };
        world.connect();
        world
    }

    /// Creates an account with so many contacts.
    pub(crate) fn with_contacts(contacts: usize) -> Self {
        Self::new(sandbox::Settings {
            contacts,
            ..sandbox::Settings::default()
        })
    }

    pub(crate) fn connect(&mut self) {
        let grant = self.consent("crm.lists.read");
        self.ask(PortalRequest::Connect(grant));
    }

    /// Ends the process and starts it again, with the present keys.
    pub(crate) fn restart(&mut self) {
        self.portal = open(&self.crm, &self.storage, &self.keys, self.now);
    }

    fn ms(&self) -> i64 {
        self.now.as_millisecond()
    }

    pub(crate) fn consent(&mut self, optional: &str) -> Connect {
        let app = self.crm.app().clone();
        let scope = app.scopes.required.join("%20");
        let url = format!(
            "/oauth/authorize?client_id={}&redirect_uri={DEFAULT_REDIRECT_URL}&scope={scope}&optional_scope={optional}",
            app.client_id
        );
        let form = Request::post(url).with_form(&[("decision", "connect")]);
        let consented = self.crm.handle(&form, self.ms());
        let location = consented.header("location").unwrap();
        let (_, code) = location.split_once("code=").unwrap();
        let code = Secret::from(code.split('&').next().unwrap());
        let exchange = hubspot::oauth::exchange(&client(&self.crm), &code, DEFAULT_REDIRECT_URL);
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

    pub(crate) fn try_ask(&mut self, request: PortalRequest) -> Result<Value, PortalError> {
        let answer = self.portal.answer(request, self.now)?;
        Ok(serde_json::to_value(answer.view).unwrap())
    }

    pub(crate) fn ask(&mut self, request: PortalRequest) -> Value {
        self.try_ask(request).unwrap()
    }

    /// Plants a fault, as JSON.
    pub(crate) fn plant(&mut self, fault: Value) {
        let fault: Fault = serde_json::from_value(fault).unwrap();
        self.crm.add_faults([fault]);
    }

    /// Returns the effects that the portal begins now.
    pub(crate) fn plan(&mut self) -> Vec<(Ticket, Effect)> {
        self.portal.plan(self.now).unwrap().effects
    }

    /// Performs an effect and lets the portal record its result.
    pub(crate) fn perform(&mut self, ticket: Ticket, effect: Effect) -> Result<(), PortalError> {
        let result = self.act(effect);
        self.now += SignedDuration::from_millis(LATENCY_MS);
        self.portal.settle(ticket, result, self.now)
    }

    /// Lets seconds pass, in which the portal does all of its work.
    pub(crate) fn pass(&mut self, seconds: i64) {
        let end = self.now + SignedDuration::from_secs(seconds);
        loop {
            let plan = self.portal.plan(self.now).unwrap();
            let idle = plan.effects.is_empty();
            for (ticket, effect) in plan.effects {
                self.perform(ticket, effect).unwrap();
            }
            if self.now >= end {
                break;
            }
            if !idle {
                continue;
            }
            match plan.wake_at {
                Some(at) if at > self.now && at <= end => self.now = at,
                Some(at) if at <= self.now => self.now += SignedDuration::from_millis(1),
                _ => break,
            }
        }
        self.now = self.now.max(end);
    }

    /// Lets the portal work until this holds.
    pub(crate) fn work_until(&mut self, holds: impl Fn(&mut Self) -> bool) {
        for _ in 0..10_000 {
            if holds(self) {
                return;
            }
            for (ticket, effect) in self.plan() {
                self.perform(ticket, effect).unwrap();
            }
            self.now += SignedDuration::from_millis(1);
        }
        panic!("it never happens");
    }

    /// Lets the portal work until the newest run has seen some contacts, and not all.
    pub(crate) fn work_to_the_middle(&mut self) {
        self.work_until(|world| world.newest()["counts"]["seen"].as_u64() > Some(0));
        assert_eq!(self.newest()["state"], "reading");
    }

    /// Lets time pass in which nothing happens.
    pub(crate) fn sleep(&mut self, time: SignedDuration) {
        self.now += time;
    }

    /// Wakes the portal, as cron does.
    pub(crate) fn wake(&mut self) {
        self.ask(PortalRequest::Wake);
    }

    /// Performs an effect, and returns its result without recording it.
    pub(crate) fn act(&mut self, effect: Effect) -> EffectResult {
        match effect {
            Effect::CallHubSpot { call, access_token } => {
                let (method, body) = (call.method.as_str(), call.body.text().unwrap_or_default());
                let made = format!("{method} {} {body}", call.target);
                self.calls.push(made);
                if call.quota == QuotaClass::General {
                    self.counted.push(self.now);
                }
                EffectResult::HubSpot(Ok(self.call(&call, access_token.as_ref())))
            }
            Effect::Publish { key, value } => {
                self.puts.push((self.now, key.clone()));
                if self.index_fails {
                    return EffectResult::Published(Err(Unavailable));
                }
                self.links.insert(key, value);
                EffectResult::Published(Ok(()))
            }
            Effect::TakeBlocks { .. } if self.no_blocks => {
                EffectResult::BlocksTaken(Err(Unavailable))
            }
            Effect::TakeBlocks { count } => {
                let first = self.blocks;
                self.blocks += count;
                EffectResult::BlocksTaken(Ok((first..self.blocks).collect()))
            }
            Effect::ReportDue { due, .. } => {
                self.due = due;
                EffectResult::DueReported(Ok(()))
            }
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
        let response = self.crm.handle(&request, self.ms());
        Reply {
            status: response.status,
            headers: response.headers,
            body: response.body,
        }
    }

    /// Sends a request of a HubSpot user.
    pub(crate) fn by_user(&mut self, method: &str, target: &str, body: &Value) -> u16 {
        let token = self.crm.access_token(self.hub).to_owned();
        let request = Request::new(method, target).with_bearer(&token);
        let request = if body.is_null() {
            request
        } else {
            request.with_json(body)
        };
        self.crm.handle(&request, self.ms()).status
    }

    /// Creates a live campaign with an ongoing sync of everybody. `outbound`: the mapping, or null for Goodword's own
    /// properties. Returns the sync's id.
    pub(crate) fn sync(&mut self, outbound: &Value) -> u64 {
        let campaign = self.ask(PortalRequest::CreateCampaign(CreateCampaign {
            name: format!(
                "Campaign {}",
                self.storage.count("SELECT COUNT(*) FROM campaign")
            ),
            destination: "https://shop.example.com/".to_owned(),
            attribution_window_days: None,
            share_message: None,
            terms: None,
            page: None,
            slug: None,
        }));
        let wanted = json!({
            "campaignId": campaign["id"], "ongoing": true, "outbound": outbound,
            "audience": { "lists": null, "excludedLists": [] },
        });
        let wanted = serde_json::from_value(wanted).unwrap();
        let sync = self.ask(PortalRequest::CreateSync(wanted));
        sync["id"].as_u64().unwrap()
    }

    /// Starts a run of a sync, and returns its id.
    pub(crate) fn start(&mut self, sync: u64) -> u64 {
        let sync = domain::SyncId(u32::try_from(sync).unwrap());
        let run = self.ask(PortalRequest::StartRun { sync });
        run["id"].as_u64().unwrap()
    }

    pub(crate) fn run(&mut self, run: u64) -> Value {
        let run = domain::RunId(u32::try_from(run).unwrap());
        self.ask(PortalRequest::Run { run })
    }

    /// Returns the newest run.
    pub(crate) fn newest(&mut self) -> Value {
        let (sync, after) = (None, None);
        let runs = self.ask(PortalRequest::Runs { sync, after });
        runs["items"][0].clone()
    }

    pub(crate) fn control(&mut self, run: u64, action: RunAction) {
        let run = domain::RunId(u32::try_from(run).unwrap());
        self.ask(PortalRequest::ControlRun { run, action });
    }

    /// Changes a sync, as JSON.
    pub(crate) fn change(&mut self, sync: u64, change: &Value) -> Result<Value, PortalError> {
        let sync = domain::SyncId(u32::try_from(sync).unwrap());
        let change = serde_json::from_value(change.clone()).unwrap();
        self.try_ask(PortalRequest::ChangeSync { sync, change })
    }

    pub(crate) fn connection(&mut self) -> Value {
        self.ask(PortalRequest::Connection)
    }

    /// Counts the calls whose method and target begin so.
    pub(crate) fn called(&self, beginning: &str) -> usize {
        let calls = self.calls.iter();
        calls.filter(|call| call.starts_with(beginning)).count()
    }

    /// Counts the contacts that have a value of a property.
    pub(crate) fn holding(&self, property: &str) -> usize {
        let value = |id: &String| self.crm.contact_value(self.hub, id, property);
        let contacts = self.crm.contact_ids(self.hub);
        let held = contacts.iter().filter_map(value);
        held.filter(|value| !value.is_empty()).count()
    }
}

pub(crate) fn client(crm: &Sandbox) -> hubspot::oauth::Client {
    hubspot::oauth::Client {
        id: crm.app().client_id.clone(),
        secret: Secret::new(crm.app().client_secret.clone()),
    }
}

fn open(crm: &Sandbox, storage: &Storage, keys: &str, now: Timestamp) -> Portal {
    let settings = Settings {
        client: client(crm),
        sealing_keys: keys.parse().unwrap(),
        key_signer: portal::KeySigner::new([3; 32]),
        public_origin: "https://goodword.example".into(),
        app_origin: "https://app.hubspot.example".into(),
        sweep_interval: SignedDuration::from_mins(5),
        feed_interval: SignedDuration::from_secs(30),
        write_back_delay: SignedDuration::from_secs(30),
    };
    Portal::open(Box::new(storage.clone()), Box::new(Sevens), settings, now).unwrap()
}
