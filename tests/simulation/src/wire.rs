//! Reads effects and HubSpot's responses as an observer does, without the code that made them.

use std::collections::{BTreeMap, BTreeSet};

use hubspot::{Call, Method};
use portal::Effect;
use serde_json::Value;

use crate::ops::Kind;

/// Returns the kind of an effect.
#[must_use]
pub(crate) fn kind(effect: &Effect) -> Kind {
    let call = match effect {
        Effect::Publish { .. } => return Kind::Publish,
        Effect::TakeBlocks { .. } => return Kind::TakeBlocks,
        Effect::ReportDue { .. } => return Kind::Report,
        Effect::LookAtHost { .. } => return Kind::LookAtHost,
        Effect::ClaimHost { .. } | Effect::ReleaseHost { .. } => return Kind::Host,
        Effect::CallHubSpot { call, .. } => call,
    };
    match (call.method, path(call)) {
        (_, path) if path.starts_with("/oauth/") => Kind::Refresh,
        (_, path) if path.starts_with("/appinstalls/") => Kind::Farewell,
        (Method::Get, path) if path.starts_with("/crm/properties/") => Kind::Look,
        (_, path) if path.starts_with("/crm/properties/") && path.ends_with("/batch/read") => {
            Kind::Look
        }
        (_, path) if path.starts_with("/crm/properties/") => Kind::Make,
        (Method::Get, path) if path.starts_with("/crm/pipelines/") => Kind::Pipelines,
        (Method::Get, path) if path.starts_with("/account-info/") => Kind::Details,
        (_, path) if path.ends_with("/deals/search") => Kind::Changes,
        (_, path) if path.starts_with("/crm/associations/") || path.contains("/deals/") => {
            Kind::Deals
        }
        (_, path) if path.starts_with("/crm/objects/") && reads_people(call) => Kind::People,
        (Method::Get, path) if path.starts_with("/crm/objects/") => Kind::Read,
        (_, path) if path.ends_with("/memberships/batch/read") => Kind::Memberships,
        (_, path) if path.ends_with("/batch/read") => Kind::ReadBatch,
        (Method::Post, path) if path.ends_with("/contacts") => Kind::Create,
        (Method::Get, path) if path.ends_with("/memberships") => Kind::Members,
        (_, path)
            if path.starts_with("/crm/lists/")
                && (path.ends_with("/search") || path.ends_with("/all")) =>
        {
            Kind::LookAtLists
        }
        (_, path) if path.ends_with("/contacts/search") => match call.body.text() {
            Some(text) if text.contains(MODIFIED) => Kind::Changes,
            _ => Kind::Search,
        },
        (_, path) if path.ends_with("/batch/update") => Kind::Write,
        (method, path) => panic!("no rule says what {} {path} is", method.as_str()),
    }
}

/// The property with the time of a contact's last change. Only a search for changes names it.
const MODIFIED: &str = "lastmodifieddate";

/// The property that every read of referred people names, and no other read.
const FURTHER_ADDRESSES: &str = "hs_additional_emails";

fn reads_people(call: &Call) -> bool {
    let target = call.target.contains(FURTHER_ADDRESSES);
    let is_batch = path(call).ends_with("/batch/read");
    let body = call.body.text().filter(|_| is_batch);
    target || body.is_some_and(|text| text.contains(FURTHER_ADDRESSES))
}

fn path(call: &Call) -> &str {
    call.target
        .split_once('?')
        .map_or(&call.target, |(path, _)| path)
}

fn query<'a>(call: &'a Call, name: &str) -> Option<&'a str> {
    let (_, query) = call.target.split_once('?')?;
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(own, _)| *own == name)
        .map(|(_, value)| value)
}

/// Reads the contacts about whose lists a call asks.
#[must_use]
pub(crate) fn contacts_asked(call: &Call) -> BTreeSet<String> {
    let body: Value = call
        .body
        .text()
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let inputs = body["inputs"].as_array().into_iter().flatten();
    inputs
        .filter_map(|input| input["recordId"].as_str().map(str::to_owned))
        .collect()
}

/// Reads the addresses that a call looks up. It has none if it reads contacts by their ids.
#[must_use]
pub(crate) fn addresses_asked(call: &Call) -> BTreeSet<String> {
    let text = call.body.text();
    let body: Value = text.map_or(Value::Null, |text| {
        serde_json::from_str(text).unwrap_or_default()
    });
    if body["idProperty"] != "email" {
        return BTreeSet::new();
    }
    let inputs = body["inputs"].as_array().into_iter().flatten();
    inputs
        .filter_map(|input| input["id"].as_str().map(str::to_lowercase))
        .collect()
}

/// Reads the addresses that the contacts of a response have, first and further ones.
#[must_use]
pub(crate) fn addresses_found(body: &[u8]) -> BTreeSet<String> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let results = body["results"].as_array().into_iter().flatten();
    results
        .flat_map(|record| ["email", FURTHER_ADDRESSES].map(|name| &record["properties"][name]))
        .filter_map(Value::as_str)
        .flat_map(|addresses| addresses.split(';'))
        .map(str::to_lowercase)
        .collect()
}

/// Reads the address of the contact that a call creates.
#[must_use]
pub(crate) fn address_created(call: &Call) -> String {
    let body: Value = serde_json::from_str(call.body.text().expect("a body")).expect("a JSON body");
    let address = body["properties"]["email"].as_str().expect("an address");
    address.to_lowercase()
}

/// The contacts that a call asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Which {
    /// The contacts from this id on. 0 means from the first one.
    From(u64),
    /// The contacts with these ids.
    Named(BTreeSet<String>),
}

/// A page of contacts that a call asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageAsked {
    pub which: Which,
    pub properties: BTreeSet<String>,
}

/// The properties by which Goodword pairs merged contacts. No run wants them for itself.
const ABOUT_MERGES: [&str; 2] = ["hs_merged_object_ids", "hs_calculated_merged_vids"];

/// The properties that every run and every query reads of a contact: who it is.
const ABOUT_PEOPLE: [&str; 3] = ["email", "firstname", "lastname"];

impl PageAsked {
    /// Returns true if a batch is looked at before it is written: only the values are read that it writes.
    pub(crate) fn is_look(&self) -> bool {
        let named = matches!(self.which, Which::Named(_));
        named
            && !ABOUT_PEOPLE
                .iter()
                .any(|name| self.properties.contains(*name))
    }
}

/// Reads the call for a page of all contacts, or for contacts by their ids.
#[must_use]
pub(crate) fn page_asked(call: &Call) -> PageAsked {
    if let Some(text) = call.body.text() {
        let body: Value = serde_json::from_str(text).expect("a JSON body");
        let names = |list: &Value, name: fn(&Value) -> &Value| -> BTreeSet<String> {
            let list = list.as_array().expect("a list");
            let text = |item| name(item).as_str().expect("a text").to_owned();
            list.iter().map(text).collect()
        };
        return PageAsked {
            which: Which::Named(names(&body["inputs"], |input| &input["id"])),
            properties: names(&body["properties"], |name| name)
                .into_iter()
                .filter(|name| !ABOUT_MERGES.contains(&name.as_str()))
                .collect(),
        };
    }
    let names = query(call, "properties").unwrap_or_default();
    let properties: BTreeSet<String> = names
        .split(',')
        .filter(|name| !ABOUT_MERGES.contains(name))
        .map(str::to_owned)
        .collect();
    let last = path(call).rsplit('/').next().unwrap_or_default();
    if last.parse::<u64>().is_ok() {
        return PageAsked {
            which: Which::Named(BTreeSet::from([last.to_owned()])),
            properties,
        };
    }
    let from = query(call, "after").map_or(0, |after| after.parse().expect("an id"));
    PageAsked {
        which: Which::From(from),
        properties,
    }
}

/// The contents of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct PageContents {
    /// The contacts with their values. An empty text stands for no value.
    pub contacts: BTreeMap<String, BTreeMap<String, String>>,
    /// The id from which the next page begins.
    pub next: Option<u64>,
}

/// Reads the response to a call for a page. Returns `None` if it has no page.
#[must_use]
pub(crate) fn page_contents(status: u16, body: &[u8]) -> Option<PageContents> {
    let body: Value = serde_json::from_slice(body)
        .ok()
        .filter(|_| matches!(status, 200 | 207))?;
    let mut told = PageContents {
        next: body
            .pointer("/paging/next/after")
            .and_then(Value::as_str)
            .map(|next| next.parse().expect("an id")),
        ..PageContents::default()
    };
    // A contact that is asked for alone is the whole response.
    let one = core::slice::from_ref(&body);
    let contacts = body["results"].as_array();
    for contact in contacts.map_or(one, Vec::as_slice) {
        told.contacts.insert(
            contact["id"].as_str()?.to_owned(),
            texts(&contact["properties"]),
        );
    }
    Some(told)
}

/// One contact of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    pub contact: String,
    /// The values that are written.
    pub properties: BTreeMap<String, String>,
}

/// Reads the contacts of a batch.
#[must_use]
pub(crate) fn batch(call: &Call) -> Vec<Written> {
    let body: Value = serde_json::from_str(call.body.text().expect("a body")).expect("a JSON body");
    let inputs = body["inputs"].as_array().expect("inputs");
    inputs
        .iter()
        .map(|input| Written {
            contact: input["id"].as_str().expect("an id").to_owned(),
            properties: texts(&input["properties"]),
        })
        .collect()
}

/// Returns the contacts that HubSpot reports as written.
#[must_use]
pub(crate) fn acknowledged(status: u16, body: &[u8]) -> BTreeSet<String> {
    if !(200..300).contains(&status) {
        return BTreeSet::new();
    }
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let results = body["results"].as_array().cloned().unwrap_or_default();
    results
        .iter()
        .filter_map(|result| result["id"].as_str().map(str::to_owned))
        .collect()
}

/// Returns the refresh token that a call carries.
#[must_use]
pub(crate) fn refresh_token(call: &Call) -> Option<&str> {
    call.body
        .text()?
        .split('&')
        .find_map(|pair| pair.strip_prefix("refresh_token="))
}

/// Returns the refresh token that a response contains.
#[must_use]
pub(crate) fn refresh_token_given(status: u16, body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body)
        .ok()
        .filter(|_| status == 200)?;
    body["refresh_token"].as_str().map(str::to_owned)
}

fn texts(object: &Value) -> BTreeMap<String, String> {
    let entry = |(name, value): (&String, &Value)| {
        let text = value.as_str().unwrap_or_default();
        (name.clone(), text.to_owned())
    };
    object
        .as_object()
        .map(|fields| fields.iter().map(entry).collect())
        .unwrap_or_default()
}
