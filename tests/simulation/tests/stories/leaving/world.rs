//! One portal and the sandbox. A test can act between two calls of the portal.

use std::cell::RefCell;

use domain::{CampaignId, ContactId, HubId, OnLeaving, RunId, SyncId};
use hubspot::{Call, Credential, Reply, Secret, oauth};
use jiff::{SignedDuration, Timestamp};
use portal::native::NativeSql;
use portal::{
    ChangeSync, Connect, CreateCampaign, CreateSync, Effect, EffectResult, Entropy, Portal,
    PortalError, PortalRequest, Settings, Ticket,
};
use rand::{Rng as _, SeedableRng as _};
use rand_pcg::Pcg64;
use sandbox::{Fault, Request, Sandbox, Then, When, WrongPage};
use serde_json::{Value, json};

pub(crate) const CAMPAIGN: CampaignId = CampaignId(1);
const LISTS: &str = "/crm/lists/2026-09";

/// The route of a page of members, in the sandbox's words.
pub(crate) const MEMBERS: &str = "GET /crm/lists/{v}/{listId}/memberships";

type Deed = Box<dyn FnMut(&mut Sandbox, u64, i64)>;

pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) hub: u64,
    pub(crate) contacts: Vec<String>,
    /// The targets of all calls so far.
    pub(crate) calls: Vec<String>,
    /// Something that happens right after a call whose target contains this text.
    pub(crate) after: Option<(&'static str, Deed)>,
    /// The plans so far.
    pub(crate) plans: usize,
    sql: NativeSql,
    portal: Option<Portal>,
    now: Timestamp,
    blocks: u32,
    lives: u64,
}

struct Seeded(RefCell<Pcg64>);

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.borrow_mut().fill_bytes(bytes);
    }
}

impl World {
    /// Returns a connected portal with a campaign, and so many contacts in HubSpot.
    pub(crate) fn new(contacts: usize) -> Self {
        let settings = sandbox::Settings {
            contacts,
            ..sandbox::Settings::default()
        };
        let now = Timestamp::from_millisecond(settings.start_ms).expect("a time");
        let sandbox = Sandbox::new(settings);
        let hub = sandbox.portal_id();
        let mut world = Self {
            contacts: sandbox.contact_ids(hub),
            hub,
            sandbox,
            calls: Vec::new(),
            after: None,
            plans: 0,
            sql: NativeSql::in_memory().expect("a database"),
            portal: None,
            now,
            blocks: 0,
            lives: 0,
        };
        let token = world.sandbox.access_token(hub).to_owned();
        world.done(PortalRequest::Connect(Connect {
            hub_id: HubId::from(hub),
            access_token: token,
            refresh_token: "none".into(),
            expires_in_seconds: 24 * 60 * 60,
            scopes: Vec::new(),
            domain: None,
            ui_domain: None,
        }));
        world.done(PortalRequest::CreateCampaign(CreateCampaign {
            name: "Spring".into(),
            destination: "https://shop.example.com/".into(),
            attribution_window_days: None,
            share_message: None,
            terms: None,
            page: None,
            slug: None,
        }));
        world
    }

    /// Sends a request as a user of HubSpot.
    pub(crate) fn user(&mut self, method: &str, target: &str, body: &Value) -> Value {
        let (hub, now) = (self.hub, self.now.as_millisecond());
        user(&mut self.sandbox, hub, now, method, target, body)
    }

    /// Makes a static list with these contacts.
    pub(crate) fn list(&mut self, name: &str, members: &[String]) -> String {
        let body = json!({ "name": name, "objectTypeId": "0-1", "processingType": "MANUAL" });
        let made = self.user("POST", LISTS, &body);
        let id = made["list"]["listId"].as_str().expect("an id").to_owned();
        self.put(&id, members);
        id
    }

    /// Makes an active list with the contacts whose loyalty points exceed a number.
    pub(crate) fn active_list(&mut self, points: u32) -> String {
        let body = json!({ "name": "Active", "objectTypeId": "0-1", "processingType": "DYNAMIC",
                           "filterBranch": filter(points) });
        let made = self.user("POST", LISTS, &body);
        made["list"]["listId"].as_str().expect("an id").to_owned()
    }

    pub(crate) fn change_filter(&mut self, list: &str, points: u32) {
        let target = format!("{LISTS}/{list}/update-list-filters");
        self.user("PUT", &target, &json!({ "filterBranch": filter(points) }));
    }

    pub(crate) fn put(&mut self, list: &str, contacts: &[String]) {
        let target = format!("{LISTS}/{list}/memberships/add");
        self.user("PUT", &target, &json!(contacts));
    }

    pub(crate) fn take_out(&mut self, list: &str, contacts: &[String]) {
        let target = format!("{LISTS}/{list}/memberships/remove");
        self.user("PUT", &target, &json!(contacts));
    }

    pub(crate) fn set_points(&mut self, contact: &str, points: u32) {
        let target = format!("/crm/objects/2026-03/contacts/{contact}");
        let body = json!({ "properties": { "loyalty_points": points.to_string() } });
        self.user("PATCH", &target, &body);
    }

    /// Plants wrong pages of members, at most so many.
    pub(crate) fn wrong_pages(&mut self, page: WrongPage, times: u64) {
        self.sandbox.add_faults([Fault {
            when: When {
                route: Some(MEMBERS.into()),
                times: Some(times),
                ..When::default()
            },
            then: Then::Page { page },
        }]);
    }

    /// Makes an ongoing sync of the campaign.
    pub(crate) fn sync(&mut self, audience: &Value, on_leaving: OnLeaving) -> SyncId {
        self.sync_with(audience, on_leaving, None, None)
    }

    pub(crate) fn sync_with(
        &mut self,
        audience: &Value,
        on_leaving: OnLeaving,
        outbound: Option<Value>,
        inbound: Option<Value>,
    ) -> SyncId {
        let read = |rows: Value| serde_json::from_value(rows).expect("rows");
        let made = self.done(PortalRequest::CreateSync(CreateSync {
            campaign_id: CAMPAIGN,
            ongoing: true,
            audience: serde_json::from_value(audience.clone()).expect("an audience"),
            on_leaving,
            outbound: outbound.map(read),
            inbound: inbound.map(|rows| serde_json::from_value(rows).expect("rows")),
        }));
        let id = made["id"].as_u64().expect("an id");
        SyncId(u32::try_from(id).expect("a small number"))
    }

    pub(crate) fn change_audience(&mut self, sync: SyncId, audience: &Value) {
        let change = ChangeSync {
            audience: Some(serde_json::from_value(audience.clone()).expect("an audience")),
            ..ChangeSync::default()
        };
        self.done(PortalRequest::ChangeSync { sync, change });
    }

    /// Runs a sync until the portal rests, and returns the run.
    pub(crate) fn run(&mut self, sync: SyncId) -> Value {
        let run = self.start(sync);
        self.rest();
        self.done(PortalRequest::Run { run })
    }

    pub(crate) fn start(&mut self, sync: SyncId) -> RunId {
        // The next sweep comes later than the write-backs of the one before.
        self.pass(SignedDuration::from_mins(2));
        let run = self.done(PortalRequest::StartRun { sync });
        let id = run["id"].as_u64().expect("an id");
        RunId(u32::try_from(id).expect("a small number"))
    }

    pub(crate) fn pass(&mut self, time: SignedDuration) {
        self.now = self.now.checked_add(time).expect("a time");
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.now.as_millisecond()
    }

    /// Loses everything that the portal has in memory.
    pub(crate) fn crash(&mut self) {
        self.portal = None;
    }

    fn with_portal<T>(
        &mut self,
        work: impl FnOnce(&mut Portal, Timestamp) -> Result<T, PortalError>,
    ) -> Result<T, PortalError> {
        let now = self.now;
        if self.portal.is_none() {
            self.lives += 1;
            let entropy = Box::new(Seeded(RefCell::new(Pcg64::seed_from_u64(self.lives))));
            let sql = Box::new(self.sql.clone());
            self.portal = Some(Portal::open(sql, entropy, settings(), now)?);
        }
        work(self.portal.as_mut().expect("a portal"), now)
    }

    pub(crate) fn ask(&mut self, request: PortalRequest) -> Result<Value, PortalError> {
        let answer = self.with_portal(|portal, now| portal.answer(request, now))?;
        Ok(serde_json::to_value(&answer.view).expect("JSON"))
    }

    pub(crate) fn done(&mut self, request: PortalRequest) -> Value {
        self.ask(request).expect("an answer")
    }

    /// Returns the status of a contact's link; nothing if it has none.
    pub(crate) fn status(&mut self, contact: &str) -> String {
        let known = self.ask(PortalRequest::Referrer {
            campaign: CAMPAIGN,
            contact: id(contact),
        });
        known.map_or_else(
            |_| String::new(),
            |view| view["linkStatus"].as_str().expect("a status").to_owned(),
        )
    }

    /// Returns the contacts whose links have this status.
    pub(crate) fn with_status(&mut self, status: &str) -> Vec<String> {
        let mut contacts = self.contacts.clone();
        contacts.retain(|contact| self.status(contact) == status);
        contacts
    }

    /// Plays one round. Returns true if there was anything to do or to wait for.
    pub(crate) fn round(&mut self) -> bool {
        self.plans += 1;
        let plan = self.with_portal(Portal::plan).expect("a plan");
        let busy = !plan.effects.is_empty();
        let mut ended: Vec<(Ticket, EffectResult)> = Vec::new();
        for (ticket, effect) in plan.effects {
            ended.push((ticket, self.perform(effect)));
        }
        for (ticket, outcome) in ended {
            let settled = self.with_portal(|portal, now| portal.settle(ticket, outcome, now));
            settled.expect("it is recorded");
        }
        let soon = self.now + SignedDuration::from_millis(40);
        let wake = plan.wake_at.filter(|_| !busy);
        self.now = wake.map_or(soon, |at| at.max(soon));
        busy || plan.wake_at.is_some()
    }

    /// Plays rounds until nothing is left to do, or no run is under way that goes on by itself.
    pub(crate) fn rest(&mut self) {
        for _ in 0..20_000 {
            if !self.round() || self.is_at_rest() {
                return;
            }
        }
        panic!("it never comes to rest");
    }

    fn is_at_rest(&mut self) -> bool {
        let runs = self.done(PortalRequest::Runs {
            sync: None,
            after: None,
        });
        let mut runs = runs["items"].as_array().expect("runs").iter();
        runs.all(|run| {
            let state = run["state"].as_str().expect("a state");
            matches!(state, "finished" | "stopped" | "paused")
        })
    }

    fn perform(&mut self, effect: Effect) -> EffectResult {
        match effect {
            Effect::Publish { .. } => EffectResult::Published(Ok(())),
            Effect::TakeBlocks { count } => {
                let from = self.blocks;
                self.blocks += count;
                EffectResult::BlocksTaken(Ok((from..self.blocks).collect()))
            }
            Effect::ReportDue { .. } => EffectResult::DueReported(Ok(())),
            Effect::LookAtHost { .. } | Effect::ClaimHost { .. } | Effect::ReleaseHost { .. } => {
                panic!("nobody wants a host of their own here")
            }
            Effect::CallHubSpot { call, access_token } => {
                EffectResult::HubSpot(Ok(self.call(&call, access_token.as_ref())))
            }
        }
    }

    fn call(&mut self, call: &Call, token: Option<&Secret>) -> Reply {
        self.calls.push(call.target.clone());
        let mut request = Request::new(call.method.as_str(), call.target.clone());
        if let Some(content_type) = call.body.content_type() {
            request = request.with_header("content-type", content_type);
        }
        if let (Credential::AccessToken, Some(token)) = (call.credential, token) {
            request = request.with_bearer(token.expose());
        }
        request.body = call.body.text().unwrap_or_default().as_bytes().to_vec();
        let now = self.now.as_millisecond();
        let response = self.sandbox.handle(&request, now);
        if let Some((target, _)) = &self.after
            && call.target.contains(target)
            && let Some((_, mut deed)) = self.after.take()
        {
            deed(&mut self.sandbox, self.hub, now);
        }
        Reply {
            status: response.status,
            headers: response.headers,
            body: response.body,
        }
    }
}

/// Sends a request as a user of HubSpot.
pub(crate) fn user(
    sandbox: &mut Sandbox,
    hub: u64,
    now: i64,
    method: &str,
    target: &str,
    body: &Value,
) -> Value {
    let token = sandbox.access_token(hub).to_owned();
    let request = Request::new(method, target)
        .with_bearer(&token)
        .with_json(body);
    // Users do not share the portal's quota, so their calls come from another second.
    let response = sandbox.handle(&request, now);
    assert!(
        response.status < 300,
        "{method} {target}: {}",
        response.status
    );
    serde_json::from_slice(&response.body).unwrap_or_default()
}

fn filter(points: u32) -> Value {
    let condition = json!({
        "filterType": "PROPERTY", "property": "loyalty_points",
        "operation": { "operationType": "NUMBER", "operator": "IS_GREATER_THAN", "value": points },
    });
    let branch = json!({ "filterBranchType": "AND", "filterBranches": [], "filters": [condition] });
    json!({ "filterBranchType": "OR", "filterBranches": [branch], "filters": [] })
}

pub(crate) fn id(contact: &str) -> ContactId {
    contact.parse().expect("an id")
}

/// Returns an audience of lists.
pub(crate) fn lists(included: &[&str], excluded: &[&str]) -> Value {
    json!({ "lists": included, "excludedLists": excluded })
}

/// Returns the audience of all contacts that are not in these lists.
pub(crate) fn all_but(excluded: &[&str]) -> Value {
    json!({ "lists": null, "excludedLists": excluded })
}

fn settings() -> Settings {
    let key = format!("a:{}=", "A".repeat(43));
    Settings {
        client: oauth::Client {
            id: "client".into(),
            secret: Secret::from("secret"),
        },
        sealing_keys: key.parse().expect("a key"),
        key_signer: portal::KeySigner::new([3; 32]),
        public_origin: "https://go.example.com".into(),
        app_origin: "https://app.hubspot.example".into(),
        sweep_interval: SignedDuration::from_hours(12),
        feed_interval: SignedDuration::from_hours(12),
        write_back_delay: SignedDuration::from_secs(30),
    }
}
