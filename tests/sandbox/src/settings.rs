//! What can be chosen about a sandbox. Everything else follows from the seed.

use std::collections::BTreeMap;

use crate::webhooks::WebhookSettings;

/// The redirect URL that every sandbox's app has registered.
pub const DEFAULT_REDIRECT_URL: &str = "http://localhost:8787/hubspot/oauth/callback";

/// The choices. Take the defaults and change what matters:
/// `Settings { seed: 7, contacts: 100, ..Settings::default() }`.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Determines people, ids, tokens, and every other thing that looks like chance.
    pub seed: u64,
    /// How many contacts each portal begins with.
    pub contacts: usize,
    /// How many portals there are.
    pub portals: usize,
    /// Whether the last of a portal's first contacts, and with them all that come later, have ids
    /// beyond 2^53. HubSpot's are not that large yet, and cards get theirs as a JavaScript number;
    /// but ids are strings on the wire, and a client that puts them through a double is wrong.
    pub ids_beyond_doubles: bool,
    /// When the sandbox begins, in milliseconds: contacts were created before it.
    pub start_ms: i64,
    /// Where API and app are to be found, without a trailing slash.
    pub origin: String,
    /// The app's registered redirect URLs, besides [`DEFAULT_REDIRECT_URL`].
    pub redirect_urls: Vec<String>,
    /// What the app asks for, and what it has declared in its project.
    pub scopes: Scopes,
    /// How many calls a portal takes.
    pub quota: Quota,
    /// What a refresh does to the refresh token.
    pub refresh_rotation: Rotation,
    /// How long an authorisation code lives, in milliseconds.
    pub code_life_ms: i64,
    /// How far search is behind the records, in milliseconds.
    pub search_lag_ms: i64,
    /// The most associations that a batch gives of one record at a time. HubSpot has given 100 as
    /// well as 500 and more, and documents that the rest must be asked for.
    pub association_page: usize,
    /// How batch writes answer when some of their inputs are invalid.
    pub batch_failure: BatchFailure,
    /// What `batch/update` does with the id of a record that was merged into another.
    pub merged_in_batch: MergedInBatch,
    /// What `batch/update` does with an id that no record has or had.
    pub unknown_in_batch: UnknownInBatch,
    /// How the app is told of what happens.
    pub webhooks: WebhookSettings,
    /// The origins that cards may fetch from.
    pub permitted_fetch: Vec<String>,
    /// What cards find in `context.variables`.
    pub card_variables: CardVariables,
    /// Whether a HAR entry is kept for every API call.
    pub record_har: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            contacts: 100,
            portals: 1,
            ids_beyond_doubles: true,
            // 2026-10-01T00:00:00Z
            start_ms: 1_790_812_800_000,
            origin: "https://api.hubapi.com".to_owned(),
            redirect_urls: Vec::new(),
            scopes: Scopes::default(),
            quota: Quota::default(),
            refresh_rotation: Rotation::WhenIssued,
            code_life_ms: 60_000,
            search_lag_ms: 10_000,
            association_page: 100,
            batch_failure: BatchFailure::PartialWhenTraced,
            merged_in_batch: MergedInBatch::NotFound,
            unknown_in_batch: UnknownInBatch::NotFound,
            webhooks: WebhookSettings::default(),
            permitted_fetch: Vec::new(),
            card_variables: CardVariables::new(),
            record_har: false,
        }
    }
}

/// The scopes that the app has declared.
#[derive(Clone, Debug)]
pub struct Scopes {
    /// An authorise URL must ask for every one of these.
    pub required: Vec<String>,
    /// An authorise URL may ask for these.
    pub optional: Vec<String>,
}

impl Default for Scopes {
    fn default() -> Self {
        let owned = |scopes: &[&str]| scopes.iter().map(|scope| (*scope).to_owned()).collect();
        Self {
            required: owned(&[
                "oauth",
                "crm.objects.contacts.read",
                "crm.objects.contacts.write",
                "crm.schemas.contacts.write",
            ]),
            optional: owned(&["crm.lists.read", "crm.objects.deals.read"]),
        }
    }
}

/// The limits of one portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Calls of one OAuth app in any ten seconds; search is not counted.
    pub ten_secondly: usize,
    /// Searches in any one second, of all apps together.
    pub search_secondly: usize,
}

impl Default for Quota {
    fn default() -> Self {
        Self {
            ten_secondly: 110,
            search_secondly: 5,
        }
    }
}

/// When a refresh token dies because a newer one exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// Never: a refresh gives the same token back.
    Never,
    /// As soon as the newer one was issued. Whoever loses the answer loses the connection.
    WhenIssued,
    /// When the newer one is used for the first time.
    WhenUsed,
}

/// How a batch write answers when some inputs are invalid. HubSpot documents partial results for
/// inputs with `objectWriteTraceId`; the 2026-09 draft does not list the 207, so both are possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchFailure {
    /// 207 with the valid ones done if every input carries an `objectWriteTraceId`, else 400 with
    /// nothing done.
    PartialWhenTraced,
    /// Always 400 with nothing done.
    Whole,
}

/// What `batch/update` does with a merged id. HubSpot documents that it does not take them; users
/// of the API have seen both of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergedInBatch {
    /// 207 with an `OBJECT_NOT_FOUND` error for it.
    NotFound,
    /// The input is left out of the results without a word.
    LeftOut,
}

/// What `batch/update` does with an id that names no record, archived ones included. The older
/// descriptions list a 207 for it; an issue at HubSpot's Node client (hubspot-api-nodejs, 548) tells
/// of a 200 that did nothing and said nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownInBatch {
    /// 207 with an `OBJECT_NOT_FOUND` error for it.
    NotFound,
    /// The input is left out of the results without a word.
    LeftOut,
}

/// Variables of the HubSpot project's profile, as the card's `context.variables` gives them.
pub type CardVariables = BTreeMap<String, String>;
