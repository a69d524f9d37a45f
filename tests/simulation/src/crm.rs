//! HubSpot: the sandbox as a library, the actions of HubSpot's users, and reads of the true state for the judges.

use std::collections::BTreeMap;

use hubspot::oauth;
use hubspot::{Call, Credential, Reply, Secret};
use portal::Connect;
use sandbox::{
    DEFAULT_REDIRECT_URL, Fault, PeopleSettings, PropertySettings, Quota, ReadSettings, Refusal,
    Request, Response, Sandbox, Settings, Then, When,
};
use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

use crate::case::{Case, Reads};
use crate::lists::ENOUGH_POINTS;

/// The time at which the world begins, in milliseconds since 1970.
pub(crate) const BEGINNING_MS: i64 = 1_790_812_800_000;

/// The text property that a customer made for the link.
pub(crate) const FOREIGN_PROPERTY: &str = "referral_url";

/// HubSpot.
#[derive(Debug)]
pub(crate) struct Crm {
    pub(crate) sandbox: Sandbox,
    /// The contacts whose writes HubSpot never takes, and how it refuses them.
    poisoned: BTreeMap<(u64, String), Refusal>,
    properties: PropertySettings,
    /// The ids of each portal's lists. The index is [`POINTS`](crate::lists::POINTS),
    /// [`FRIENDS`](crate::lists::FRIENDS) or [`AWAY`](crate::lists::AWAY).
    pub(crate) lists: BTreeMap<u64, [String; 3]>,
}

/// The most deals of a contact in one answer. The contacts that have deals have more.
const ASSOCIATION_PAGE: usize = 2;

/// All contacts by id, each with its values by property.
pub(crate) type Contacts = BTreeMap<String, BTreeMap<String, String>>;

impl Crm {
    /// Returns the HubSpot of a case.
    #[must_use]
    pub(crate) fn new(case: &Case) -> Self {
        let shape = case.shape;
        let mut crm = Self {
            sandbox: Sandbox::new(Settings {
                seed: case.seed,
                contacts: shape.contacts,
                portals: shape.portals,
                start_ms: BEGINNING_MS,
                quota: Quota {
                    ten_secondly: shape.quota,
                    ..Quota::default()
                },
                refresh_rotation: shape.rotation,
                refresh_refusal: shape.runs.refusal,
                properties: shape.runs.properties,
                batch_failure: shape.batch_failure,
                merged_in_batch: shape.merged_in_batch,
                list_processing_ms: shape.list_processing_ms,
                reads: reads(shape.reads),
                unknown_in_batch: shape.reads.unknown_in_batch,
                people: PeopleSettings {
                    further_emails: shape.people.further_emails,
                    conflict: shape.people.conflict,
                    deal_entries: shape.people.deal_entries,
                    ..PeopleSettings::default()
                },
                association_page: ASSOCIATION_PAGE,
                denial: shape.denial,
                quota_refusal: shape.quota_refusal,
                ..Settings::default()
            }),
            poisoned: BTreeMap::new(),
            properties: shape.runs.properties,
            lists: BTreeMap::new(),
        };
        for hub in crm.hubs() {
            crm.make_lists(hub);
        }
        for hub in crm.hubs() {
            crm.make_property(hub, 0);
        }
        crm
    }

    /// Returns the ids of the portals.
    #[must_use]
    pub(crate) fn hubs(&self) -> Vec<u64> {
        self.sandbox.portal_ids().to_vec()
    }

    /// Returns Goodword's registration as an app.
    #[must_use]
    pub(crate) fn client(&self) -> oauth::Client {
        let app = self.sandbox.app();
        oauth::Client {
            id: app.client_id.clone(),
            secret: Secret::new(app.client_secret.clone()),
        }
    }

    /// Performs a call of Goodword, with the fault `then` if there is one.
    pub(crate) fn call(
        &mut self,
        call: &Call,
        access_token: Option<&Secret>,
        then: Option<Then>,
        now: i64,
    ) -> Response {
        let mut request = Request::new(call.method.as_str(), call.target.clone())
            .with_header("accept", "application/json");
        if let Some(content_type) = call.body.content_type() {
            request = request.with_header("content-type", content_type);
        }
        if let (Credential::AccessToken, Some(token)) = (call.credential, access_token) {
            request = request.with_bearer(token.expose());
        }
        request.body = call.body.text().unwrap_or_default().as_bytes().to_vec();
        let Some(then) = then else {
            return self.handle(&request, now);
        };
        self.sandbox.clear_faults();
        let when = When::default();
        self.sandbox.add_faults([Fault { when, then }]);
        let response = self.handle(&request, now);
        self.sandbox.clear_faults();
        self.refuse_the_poisoned();
        response
    }

    /// Lets an admin authorise Goodword, with or without permission to read lists. Returns the tokens that HubSpot
    /// gives for the authorisation code.
    pub(crate) fn consent(&mut self, hub: u64, lists: bool, now: i64) -> Connect {
        let app = self.sandbox.app().clone();
        let optional = app.scopes.optional.join(" ");
        let optional = if lists { optional.as_str() } else { "" };
        let url = Serializer::new("/oauth/authorize?".to_owned())
            .append_pair("client_id", &app.client_id)
            .append_pair("redirect_uri", DEFAULT_REDIRECT_URL)
            .append_pair("scope", &app.scopes.required.join(" "))
            .append_pair("optional_scope", optional)
            .finish();
        let account = hub.to_string();
        let form = Request::post(url).with_form(&[("account", &account), ("decision", "connect")]);
        let response = self.handle(&form, now);
        let location = response.header("location").expect("a redirect");
        let (_, code) = location.split_once("code=").expect("a code");
        let code = Secret::from(code.split('&').next().expect("a code"));
        let exchange = oauth::exchange(&self.client(), &code, DEFAULT_REDIRECT_URL);
        let reply = reply(self.call(&exchange, None, None, now));
        let grant = oauth::granted(Ok(reply)).expect("a grant");
        Connect {
            hub_id: grant.hub_id,
            access_token: grant.access_token.expose().to_owned(),
            refresh_token: grant.refresh_token.expose().to_owned(),
            expires_in_seconds: u32::try_from(grant.expires_in_seconds).expect("a short life"),
            scopes: grant.scopes,
            domain: None,
            ui_domain: None,
        }
    }

    /// Sets the records of a name in DNS.
    pub(crate) fn set_txt(&mut self, name: &str, texts: &[String]) {
        self.sandbox.set_txt(name, texts);
    }

    /// Leads a host to Goodword, or nowhere.
    pub(crate) fn lead_host(&mut self, host: &str, here: bool) {
        self.sandbox.lead_host(host, here.then_some("goodword"));
    }

    /// Returns whether a host leads to Goodword.
    #[must_use]
    pub(crate) fn leads_here(&self, host: &str) -> bool {
        self.sandbox.way_of(host).is_some()
    }

    /// Lets the resolver of DNS work or fail.
    pub(crate) fn resolver(&mut self, works: bool) {
        self.sandbox.fail_resolver((!works).then_some(502));
    }

    /// Asks the resolver for the TXT records of a name. Returns its status and its answer.
    pub(crate) fn ask_dns(&mut self, name: &str, now: i64) -> (u16, Vec<u8>) {
        let target = format!("/_sandbox/dns-query?name={name}&type=TXT");
        let response = self.handle(&Request::new("GET", target), now);
        (response.status, response.body)
    }

    /// Lets a user uninstall the app.
    pub(crate) fn uninstall(&mut self, hub: u64) {
        self.sandbox.uninstall(hub);
    }

    /// Ends all access tokens.
    pub(crate) fn expire_tokens(&mut self, now: i64) {
        self.sandbox.expire_tokens(BEGINNING_MS + now);
    }

    /// Returns all contacts of a portal as HubSpot has them.
    pub(crate) fn contacts(&mut self, hub: u64, properties: &[String], now: i64) -> Contacts {
        let names = if properties.is_empty() {
            "email".to_owned()
        } else {
            properties.join(",")
        };
        let target = format!("/_sandbox/contacts?portal={hub}&properties={names}");
        let dump = self.control("GET", &target, now);
        let contacts = dump["contacts"].as_array().expect("contacts");
        contacts
            .iter()
            .map(|contact| {
                let values = contact["properties"].as_object().expect("properties");
                let value = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                let values = values.iter().map(|(name, own)| (name.clone(), value(own)));
                let id = contact["id"].as_str().expect("an id").to_owned();
                (id, values.collect())
            })
            .collect()
    }

    /// Returns the ids of a portal's present contacts.
    #[must_use]
    pub(crate) fn contact_ids(&self, hub: u64) -> Vec<String> {
        self.sandbox.contact_ids(hub)
    }

    /// Returns the members of a list, or `None` if the list is deleted.
    #[must_use]
    pub(crate) fn members_of(&self, hub: u64, list: &str) -> Option<Vec<String>> {
        self.sandbox.list_members(hub, list)
    }

    /// Returns the members of a list as HubSpot shows them, or `None` if the list is deleted.
    #[must_use]
    pub(crate) fn shown_members_of(&self, hub: u64, list: &str, now: i64) -> Option<Vec<String>> {
        let shown = self.sandbox.shown_members(hub, list, BEGINNING_MS + now)?;
        Some(shown.0)
    }

    /// Pauses HubSpot's work on a list, or lets it go on.
    pub(crate) fn pause_list(&mut self, hub: u64, place: usize, paused: bool) {
        let list = self.list(hub, place).to_owned();
        self.sandbox.pause_list(hub, &list, paused);
    }

    /// Sets the longest time for which HubSpot works on a list after a change.
    pub(crate) fn set_list_processing(&mut self, longest_ms: i64) {
        self.sandbox.set_list_processing(longest_ms);
    }

    /// Lets the search index follow the contacts closely from now on, and ends HubSpot's trouble with single records.
    pub(crate) fn calm_reads(&mut self, usual: Reads) {
        self.sandbox.set_reads(reads(Reads {
            search_tail: false,
            other_apps_search: false,
            trouble_per_mille: 0,
            ..usual
        }));
    }

    /// Lets a user create a contact.
    pub(crate) fn create(&mut self, hub: u64, number: u64, now: i64) {
        let properties = json!({
            "firstname": format!("Kim {number}"),
            "email": format!("kim.{number}@example.com"),
            "loyalty_points": u64::from(ENOUGH_POINTS) * (number % 2),
        });
        let body = json!({ "properties": properties });
        self.by_user(
            hub,
            "POST",
            "/crm/objects/2026-09/contacts",
            Some(&body),
            now,
        );
    }

    /// Lets a user write a property of a contact.
    pub(crate) fn write(&mut self, hub: u64, contact: &str, property: &str, value: &str, now: i64) {
        let target = format!("/crm/objects/2026-03/contacts/{contact}");
        let body = json!({ "properties": { property: value } });
        self.by_user(hub, "PATCH", &target, Some(&body), now);
    }

    /// Lets a user delete a contact.
    pub(crate) fn delete(&mut self, hub: u64, contact: &str, now: i64) {
        let target = format!("/crm/objects/2026-09/contacts/{contact}");
        self.by_user(hub, "DELETE", &target, None, now);
    }

    /// Lets a user merge two contacts.
    pub(crate) fn merge(&mut self, hub: u64, primary: &str, other: &str, now: i64) {
        let body = json!({ "primaryObjectId": primary, "objectIdToMerge": other });
        self.by_user(
            hub,
            "POST",
            "/crm/objects/2026-09/contacts/merge",
            Some(&body),
            now,
        );
    }

    /// Lets a user archive a property.
    pub(crate) fn archive_property(&mut self, hub: u64, property: &str, now: i64) {
        let target = format!("/crm/properties/2026-09/contacts/{property}");
        self.by_user(hub, "DELETE", &target, None, now);
    }

    /// Lets a user create the property for the link, if it does not exist.
    pub(crate) fn make_property(&mut self, hub: u64, now: i64) {
        let body = json!({
            "name": FOREIGN_PROPERTY, "label": "Referral URL", "groupName": "contactinformation",
            "type": "string", "fieldType": "text",
        });
        self.by_user(
            hub,
            "POST",
            "/crm/properties/2026-09/contacts",
            Some(&body),
            now,
        );
    }

    /// Lets an administrator restore archived properties, and book a plan without a limit of properties.
    pub(crate) fn mend_properties(&mut self, hub: u64, names: &[String]) {
        for name in names {
            self.sandbox.user_restores_property(hub, name);
        }
        self.properties.limit = None;
        self.sandbox.set_properties(self.properties);
    }

    /// Makes HubSpot refuse all writes to a contact from now on, in this way.
    pub(crate) fn poison(&mut self, hub: u64, contact: &str, how: Refusal) {
        self.poisoned.insert((hub, contact.to_owned()), how);
        self.sandbox.clear_faults();
        self.refuse_the_poisoned();
    }

    /// Lifts all rules of a portal that refuse writes.
    pub(crate) fn cure(&mut self, hub: u64) {
        self.poisoned.retain(|(own, _), _| *own != hub);
        self.sandbox.clear_faults();
        self.refuse_the_poisoned();
    }

    /// Returns true if a rule refuses writes to a contact.
    #[must_use]
    pub(crate) fn is_poisoned(&self, hub: u64, contact: &str) -> bool {
        self.poisoned.contains_key(&(hub, contact.to_owned()))
    }

    /// Returns the value of a contact's property.
    #[must_use]
    pub(crate) fn value(&self, hub: u64, contact: &str, property: &str) -> Option<String> {
        self.sandbox.contact_value(hub, contact, property)
    }

    fn refuse_the_poisoned(&mut self) {
        let rules = self.poisoned.iter().map(|((hub, contact), how)| Fault {
            when: When {
                contact: Some(contact.clone()),
                portal: Some(*hub),
                ..When::default()
            },
            then: Then::Refuse { refuse: *how },
        });
        let rules: Vec<Fault> = rules.collect();
        self.sandbox.add_faults(rules);
    }

    /// Sends a user's action. The token is the user's, so the call does not count for Goodword's quota. Nothing
    /// happens if HubSpot refuses the action.
    pub(crate) fn by_user(
        &mut self,
        hub: u64,
        method: &str,
        target: &str,
        body: Option<&Value>,
        now: i64,
    ) -> Response {
        let token = self.sandbox.access_token(hub).to_owned();
        let mut request = Request::new(method, target).with_bearer(&token);
        if let Some(body) = body {
            request = request.with_json(body);
        }
        self.handle(&request, now)
    }

    fn control(&mut self, method: &str, target: &str, now: i64) -> Value {
        let response = self.handle(&Request::new(method, target), now);
        assert_eq!(response.status, 200, "{method} {target}");
        serde_json::from_slice(&response.body).expect("JSON")
    }

    fn handle(&mut self, request: &Request, now: i64) -> Response {
        self.sandbox.handle(request, BEGINNING_MS + now)
    }
}

fn reads(reads: Reads) -> ReadSettings {
    ReadSettings {
        merged_ids: reads.merged_ids,
        search_tail: reads.search_tail,
        search_display: reads.search_display,
        other_apps_search: reads.other_apps_search,
        trouble_per_mille: reads.trouble_per_mille,
        association_cursor: reads.association_cursor,
        account_info_denied: reads.account_info_denied,
        time_zone: reads.time_zone,
    }
}

/// Returns a response of the sandbox in the form that Goodword's transport returns.
#[must_use]
pub(crate) fn reply(response: Response) -> Reply {
    Reply {
        status: response.status,
        headers: response.headers,
        body: response.body,
    }
}
