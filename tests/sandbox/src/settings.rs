//! The settings of a sandbox. Everything else follows from the seed.

mod people;

use std::collections::BTreeMap;

use crate::{oauth::RefreshRefusal, properties::PropertySettings, webhooks::WebhookSettings};

pub use people::{ConflictWords, DealEntries, ErasedAddress, FurtherEmails, PeopleSettings};

mod reads;

pub use reads::{AssociationCursor, MergedIds, ReadSettings, SearchDisplay};

/// The redirect URL that each sandbox's app has registered.
pub const DEFAULT_REDIRECT_URL: &str = "http://localhost:8787/hubspot/oauth/callback";

/// The settings. Take the defaults and change some: `Settings { seed: 7, contacts: 100,
/// ..Settings::default() }`.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Determines people, ids, tokens, and everything else that looks random.
    pub seed: u64,
    /// The number of contacts in each portal at the start.
    pub contacts: usize,
    /// The number of portals.
    pub portals: usize,
    /// Whether the last of a portal's first contacts, and all later contacts, have ids beyond 2^53.
    /// HubSpot's ids are not that large yet, and cards get them as JavaScript numbers. But ids are
    /// strings on the wire, and a client that puts them through a double is wrong.
    pub ids_beyond_doubles: bool,
    /// The start of the sandbox, in milliseconds. The first contacts were created before it.
    pub start_ms: i64,
    /// The origin of API and app, without a trailing slash.
    pub origin: String,
    /// The app's registered redirect URLs, besides [`DEFAULT_REDIRECT_URL`].
    pub redirect_urls: Vec<String>,
    /// The scopes that the app has declared in its project.
    pub scopes: Scopes,
    /// The rate limits of a portal.
    pub quota: Quota,
    /// Whether a refresh ends the previous refresh token.
    pub refresh_rotation: Rotation,
    /// The words in which the refresh of a grant that has ended is refused.
    pub refresh_refusal: RefreshRefusal,
    /// The settings of properties and their groups.
    pub properties: PropertySettings,
    /// The lifetime of an authorisation code, in milliseconds.
    pub code_life_ms: i64,
    /// How far search lags behind the records, in milliseconds, unless
    /// [`search_tail`](ReadSettings::search_tail) is set.
    pub search_lag_ms: i64,
    /// The longest time for which an active list is `PROCESSING` after a change, in milliseconds.
    /// Its members then change one by one, before or after its size and times. 0 means that it is
    /// always complete.
    pub list_processing_ms: i64,
    /// How the portals answer reads.
    pub reads: ReadSettings,
    /// The most associations of one record in a batch response. HubSpot has returned 100 as well as
    /// 500 and more, and documents that a client must request the rest.
    pub association_page: usize,
    /// The response of batch writes when some inputs are invalid.
    pub batch_failure: BatchFailure,
    /// The behaviour of `batch/update` for the id of a record that was merged into another.
    pub merged_in_batch: MergedInBatch,
    /// The behaviour of `batch/update` for an id that no record has or had.
    pub unknown_in_batch: UnknownInBatch,
    /// The manners of HubSpot with people and their deals.
    pub people: PeopleSettings,
    /// The wording of a 403 for a call that the app may not make.
    pub denial: Denial,
    /// The form of a 429.
    pub quota_refusal: QuotaRefusal,
    /// The settings of webhooks.
    pub webhooks: WebhookSettings,
    /// The origins that cards may fetch from.
    pub permitted_fetch: Vec<String>,
    /// The `context.variables` of cards.
    pub card_variables: CardVariables,
    /// Whether each API call is recorded in the HAR log.
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
            refresh_refusal: RefreshRefusal::default(),
            properties: PropertySettings::default(),
            code_life_ms: 60_000,
            search_lag_ms: 10_000,
            list_processing_ms: 0,
            reads: ReadSettings::default(),
            association_page: 100,
            batch_failure: BatchFailure::PartialWhenTraced,
            merged_in_batch: MergedInBatch::LeftOut,
            unknown_in_batch: UnknownInBatch::NotFound,
            people: PeopleSettings::default(),
            denial: Denial::Scoped,
            quota_refusal: QuotaRefusal::Full,
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
    /// An authorise URL must request all of these.
    pub required: Vec<String>,
    /// An authorise URL may request these.
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

/// The rate limits of one portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Calls of one OAuth app in ten seconds, without searches.
    pub ten_secondly: usize,
    /// Searches of all apps together in one second.
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

/// When a newer refresh token ends the previous one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// Never: a refresh returns the same token.
    Never,
    /// As soon as the newer one is issued. A client that loses the response loses the connection.
    WhenIssued,
    /// When the newer one is used for the first time.
    WhenUsed,
}

/// The response of a batch write when some inputs are invalid. HubSpot documents partial results
/// for inputs with `objectWriteTraceId`. The 2026-09 draft does not list the 207, so both are
/// possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchFailure {
    /// 207, and the valid inputs are performed, if each input carries an `objectWriteTraceId`.
    /// Otherwise 400, and no input is performed.
    PartialWhenTraced,
    /// Always 400, and no input is performed.
    Whole,
}

/// The behaviour of `batch/update` for a merged id. HubSpot documents that it does not accept such
/// ids. Users of the API have seen both of these, the silence more often (rudderlabs' transformer works
/// around it).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergedInBatch {
    /// 207 with an `OBJECT_NOT_FOUND` error for it.
    NotFound,
    /// The results omit the input, without an error.
    LeftOut,
}

/// The wording of a 403 for a call that the app may not make. A connector's tests (estuary/connectors,
/// `test_missing_scope_error.py`) pin bodies that were seen; only the first has a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// `MISSING_SCOPES`, with the granular scopes in the context of an error.
    Scoped,
    /// "You do not have permissions to `view_schema` object type … (requires one of […])".
    ViewSchema,
    /// "This oauth-token (…) does not have proper permissions! (requires all of […])".
    OauthToken,
    /// "EXTERNAL auth request is missing required '…' scope".
    External,
    /// The user who installed the app lacks a permission: `FORBIDDEN`, whatever the scopes are.
    User,
    /// A page of a proxy.
    Page,
}

/// The form of a 429.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotaRefusal {
    /// With `policyName`, and the headers of the limit.
    Full,
    /// Without them, and with `groupName` and `requestId` (hubspot-api-python 117, node-hubspot 84).
    Bare,
}

/// The behaviour of `batch/update` for an id that names no record, archived ones included. The
/// older descriptions list a 207 for it. An issue at HubSpot's Node client (hubspot-api-nodejs,
/// 548) reports a 200 that did nothing and contained no error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownInBatch {
    /// 207 with an `OBJECT_NOT_FOUND` error for it.
    NotFound,
    /// The results omit the input, without an error.
    LeftOut,
}

/// The variables of the HubSpot project's profile, as in the card's `context.variables`.
pub type CardVariables = BTreeMap<String, String>;
