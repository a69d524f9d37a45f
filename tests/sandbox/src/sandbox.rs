//! The sandbox: its whole state, and the entry point for requests.

use std::collections::BTreeMap;

use crate::{
    Fault, Request, Response, Settings, Stats, call_handling, control,
    faults::Faults,
    har::Har,
    internet::Internet,
    oauth::{self, Access, App, Grants},
    pages,
    portal::Portal,
    properties::PropertySettings,
    random::Random,
    webhooks::Webhooks,
};

/// A HubSpot with its portals and one app. It has no clock: each call gives the time, and the times
/// must not decrease. A clone is independent of the original.
#[derive(Clone, Debug)]
pub struct Sandbox {
    pub(crate) settings: Settings,
    pub(crate) app: App,
    pub(crate) portals: BTreeMap<u64, Portal>,
    pub(crate) grants: Grants,
    pub(crate) faults: Faults,
    pub(crate) stats: Stats,
    pub(crate) har: Har,
    pub(crate) internet: Internet,
    pub(crate) webhooks: Webhooks,
    pub(crate) random: Random,
    order: Vec<u64>,
    static_tokens: BTreeMap<u64, String>,
}

impl Sandbox {
    /// Creates a sandbox. Its settings determine it completely.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let app = App::new(&settings);
        let mut grants = Grants::new(Random::new(settings.seed, "tokens"));
        let (mut portals, mut order) = (BTreeMap::new(), Vec::new());
        let mut static_tokens = BTreeMap::new();
        for place in 0..settings.portals.max(1) {
            let portal = Portal::new(place, &settings);
            let scopes = oauth::scopes::ALL.map(str::to_owned).to_vec();
            let user = portal.users.first().map_or(0, |user| user.id);
            // A portal's own token counts as a separate app with its own limits.
            let access = Access {
                portal: portal.id,
                app: portal.id,
                user,
                scopes,
            };
            static_tokens.insert(portal.id, grants.static_token(access));
            order.push(portal.id);
            portals.insert(portal.id, portal);
        }
        let random = Random::new(settings.seed, "answers");
        let webhooks = Webhooks::new(
            settings.webhooks.clone(),
            Random::new(settings.seed, "webhooks"),
        );
        Self {
            settings,
            app,
            portals,
            grants,
            faults: Faults::default(),
            stats: Stats::default(),
            har: Har::default(),
            internet: Internet::default(),
            webhooks,
            random,
            order,
            static_tokens,
        }
    }

    /// Answers a request at a time.
    pub fn handle(&mut self, request: &Request, now_ms: i64) -> Response {
        let segments = request.segments();
        let response = match segments.first().map(String::as_str) {
            Some("_sandbox") => control::answer(self, request, now_ms),
            _ => match pages::answer(self, request, now_ms) {
                Some(page) => page,
                None => call_handling::answer(self, request, now_ms),
            },
        };
        self.create_events();
        response
    }

    /// Returns the app's registration.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Returns the first portal's id.
    #[must_use]
    pub fn portal_id(&self) -> u64 {
        self.order.first().copied().unwrap_or_default()
    }

    /// Returns the ids of all portals, in the order in which they were created.
    #[must_use]
    pub fn portal_ids(&self) -> &[u64] {
        &self.order
    }

    /// Returns the portal's own bearer token. It has all scopes and does not expire.
    #[must_use]
    pub fn access_token(&self, portal: u64) -> &str {
        self.static_tokens.get(&portal).map_or("", String::as_str)
    }

    /// Returns the counters.
    #[must_use]
    pub fn stats(&self) -> &Stats {
        &self.stats
    }

    /// Resets the counters.
    pub fn reset_stats(&mut self) {
        self.stats = Stats::default();
    }

    /// Sets how long a call took, as measured by its sender, for the HAR log.
    pub fn note_timing(&mut self, call: u64, started_ms: i64, taken_ms: i64) {
        self.har.timed(call, started_ms, taken_ms);
    }

    /// Changes the settings of properties from now on.
    pub fn set_properties(&mut self, settings: PropertySettings) {
        self.settings.properties = settings;
    }

    /// Changes how portals answer searches and reads of batches from now on.
    pub fn set_reads(&mut self, settings: crate::ReadSettings) {
        self.settings.reads = settings;
    }

    /// Adds faults.
    pub fn add_faults(&mut self, faults: impl IntoIterator<Item = Fault>) {
        self.faults.add(faults);
    }

    /// Removes all faults.
    pub fn clear_faults(&mut self) {
        self.faults.clear();
    }

    /// Uninstalls the app, as a user does. Returns whether it was installed.
    pub fn uninstall(&mut self, portal: u64) -> bool {
        self.grants.uninstall(portal, self.app.id)
    }

    /// Expires all access tokens of the app.
    pub fn expire_tokens(&mut self, now_ms: i64) {
        self.grants.expire_all(now_ms);
    }

    /// Installs the app from the marketplace, as a user does. Returns the URL to which the browser
    /// is sent: the redirect URL with `code` and `returnUrl`.
    pub fn install_from_marketplace(
        &mut self,
        portal: u64,
        redirect_uri: &str,
        now_ms: i64,
    ) -> Option<String> {
        oauth::install_from_marketplace(
            &mut self.grants,
            &self.app,
            &self.portals,
            &self.settings,
            (portal, redirect_uri),
            now_ms,
        )
    }
}
