//! The app that portals install.

use crate::{
    random::Random,
    settings::{DEFAULT_REDIRECT_URL, Scopes, Settings},
};

/// The app's registration.
#[derive(Clone, Debug)]
pub struct App {
    /// Its name on the consent page.
    pub name: String,
    /// The app id.
    pub id: u64,
    /// The OAuth client id.
    pub client_id: String,
    /// The OAuth client secret. It also signs requests to the app.
    pub client_secret: String,
    /// The redirect URLs, which are compared exactly.
    pub redirect_urls: Vec<String>,
    /// The declared scopes.
    pub scopes: Scopes,
}

impl App {
    pub(crate) fn new(settings: &Settings) -> Self {
        let mut random = Random::new(settings.seed, "app");
        let mut redirect_urls = vec![DEFAULT_REDIRECT_URL.to_owned()];
        redirect_urls.extend(settings.redirect_urls.iter().cloned());
        Self {
            name: "Goodword".to_owned(),
            id: 10_000_000 + random.below(80_000_000),
            client_id: random.uuid(),
            client_secret: random.uuid(),
            redirect_urls,
            scopes: settings.scopes.clone(),
        }
    }

    /// Returns whether this redirect URL is registered, character for character.
    pub(crate) fn redirects_to(&self, url: &str) -> bool {
        self.redirect_urls
            .iter()
            .any(|registered| registered == url)
    }
}
