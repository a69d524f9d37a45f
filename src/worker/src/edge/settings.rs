//! The deployment's settings: vars and secrets of wrangler.toml, parsed once an event.
//!
//! The response names a setting that is missing or invalid, and never shows its value.

use hubspot::Secret;
use hubspot::oauth::Client;
use jiff::SignedDuration;
use portal::SealingKeys;
use url::Url;
use worker::Env;

use crate::edge::problem::{Kind, Problem};
use crate::edge::signing::SigningKey;
use crate::edge::url_parts::authority;

/// The path at which a person begins to connect an account.
pub(crate) const OAUTH_START_PATH: &str = "/hubspot/oauth/start";

/// The path to which HubSpot sends a browser back, below the public origin.
pub(crate) const OAUTH_CALLBACK_PATH: &str = "/hubspot/oauth/callback";

/// The least pause between two sweeps of an ongoing sync if `SWEEP_MINUTES` is missing. Cron runs
/// every minute, so a new contact of a small portal has its link within two. A large portal's sweeps rest
/// longer: see `portal`'s `PAUSE_PER_RUN`.
const USUAL_SWEEP_MINUTES: i64 = 1;

/// The pause between two searches for changes in HubSpot if `WATCH_SECONDS` is missing: a deal that is won shows
/// within a minute. Searches have a quota of their own, five a second; this takes two every half a minute.
const USUAL_WATCH_SECONDS: i64 = 30;

/// How long changed numbers are collected if `WRITE_BACK_SECONDS` is missing. HubSpot is to have them within a minute:
/// half of it is for collecting, half for writing.
const USUAL_WRITE_BACK_SECONDS: i64 = 30;

/// The settings of the routes. [`portal_settings`] reads those of a portal.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// The origin of this Worker, as `https://host` without a slash at the end.
    pub(crate) public_origin: String,
    /// HubSpot's API.
    pub(crate) api_origin: String,
    /// HubSpot's app, where people grant access.
    pub(crate) app_origin: String,
    /// The app, as HubSpot knows it.
    pub(crate) client: Client,
    /// The app's number, which HubSpot names in the requests that it signs.
    pub(crate) app_id: String,
    /// Signs cookies and API keys.
    pub(crate) session_key: SigningKey,
}

impl Settings {
    /// Reads the settings.
    ///
    /// # Errors
    /// A problem that names the first setting that is missing or invalid.
    pub(crate) fn read(env: &Env) -> Result<Self, Problem> {
        Ok(Self {
            public_origin: origin(env, "PUBLIC_ORIGIN")?,
            api_origin: api_origin(env)?,
            app_origin: origin(env, "HUBSPOT_APP_ORIGIN")?,
            client: client(env)?,
            app_id: text(env, "HUBSPOT_APP_ID")?,
            session_key: session_key(env)?,
        })
    }

    /// Whether browsers reach this Worker over https; on the local machine they may not.
    #[must_use]
    pub(crate) fn secure(&self) -> bool {
        self.public_origin.starts_with("https://")
    }

    /// Returns the redirect address, as registered with HubSpot.
    #[must_use]
    pub(crate) fn redirect_uri(&self) -> String {
        format!("{}{OAUTH_CALLBACK_PATH}", self.public_origin)
    }
}

/// Returns the key that signs cookies and API keys, and hashes visitors.
///
/// # Errors
/// A problem when it is missing or invalid.
pub(crate) fn session_key(env: &Env) -> Result<SigningKey, Problem> {
    SigningKey::from_setting(&text(env, "SESSION_KEY")?)
        .ok_or_else(|| invalid("SESSION_KEY", "base64 of 32 bytes"))
}

#[cfg(test)]
impl Settings {
    /// Returns the settings of a deployment for tests.
    pub(crate) fn for_tests() -> Self {
        let session_key = SigningKey::from_setting("AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=");
        Self {
            public_origin: "https://goodword.example".to_owned(),
            api_origin: "https://api.hubapi.example".to_owned(),
            app_origin: "https://app.hubspot.example".to_owned(),
            client: Client {
                id: "client".to_owned(),
                secret: "secret".into(),
            },
            app_id: "1".to_owned(),
            session_key: session_key.unwrap(),
        }
    }
}

/// Returns the settings of a portal.
///
/// # Errors
/// A problem that names the first setting that is missing or invalid.
pub(crate) fn portal_settings(env: &Env) -> Result<portal::Settings, Problem> {
    Ok(portal::Settings {
        client: client(env)?,
        sealing_keys: text(env, "SEALING_KEYS")?
            .parse::<SealingKeys>()
            .map_err(|_| invalid("SEALING_KEYS", "id:base64 of 32 bytes, separated by commas"))?,
        key_signer: session_key(env)?.key_signer(),
        public_origin: origin(env, "PUBLIC_ORIGIN")?,
        app_origin: origin(env, "HUBSPOT_APP_ORIGIN")?,
        sweep_interval: sweep_interval(env)?,
        feed_interval: feed_interval(env)?,
        write_back_delay: write_back_delay(env)?,
    })
}

/// Returns host and port of `PUBLIC_ORIGIN`, for every request. They are validated elsewhere.
pub(crate) fn public_host(env: &Env) -> Option<String> {
    let origin = optional_text(env, "PUBLIC_ORIGIN")?;
    Some(authority(&origin).to_owned())
}

/// Returns the origin of HubSpot's API.
///
/// # Errors
/// A problem that names the setting.
pub(crate) fn api_origin(env: &Env) -> Result<String, Problem> {
    origin(env, "HUBSPOT_API_ORIGIN")
}

fn client(env: &Env) -> Result<Client, Problem> {
    Ok(Client {
        id: text(env, "HUBSPOT_CLIENT_ID")?,
        secret: Secret::new(text(env, "HUBSPOT_CLIENT_SECRET")?),
    })
}

fn sweep_interval(env: &Env) -> Result<SignedDuration, Problem> {
    const NAME: &str = "SWEEP_MINUTES";
    let minutes = number(env, NAME, USUAL_SWEEP_MINUTES, 0..=24 * 60);
    minutes
        .map(SignedDuration::from_mins)
        .ok_or_else(|| invalid(NAME, "a number of minutes from 0 to 1440"))
}

fn feed_interval(env: &Env) -> Result<SignedDuration, Problem> {
    const NAME: &str = "WATCH_SECONDS";
    let seconds = number(env, NAME, USUAL_WATCH_SECONDS, 1..=3600);
    seconds
        .map(SignedDuration::from_secs)
        .ok_or_else(|| invalid(NAME, "a number of seconds from 1 to 3600"))
}

fn write_back_delay(env: &Env) -> Result<SignedDuration, Problem> {
    const NAME: &str = "WRITE_BACK_SECONDS";
    let seconds = number(env, NAME, USUAL_WRITE_BACK_SECONDS, 0..=3600);
    seconds
        .map(SignedDuration::from_secs)
        .ok_or_else(|| invalid(NAME, "a number of seconds from 0 to 3600"))
}

/// Returns a number, the usual one if the setting is missing. `None`: it is invalid.
fn number(
    env: &Env,
    name: &'static str,
    usual: i64,
    allowed: core::ops::RangeInclusive<i64>,
) -> Option<i64> {
    match optional_text(env, name) {
        None => Some(usual),
        Some(text) => text.parse().ok().filter(|number| allowed.contains(number)),
    }
}

fn origin(env: &Env, name: &'static str) -> Result<String, Problem> {
    let text = text(env, name)?;
    is_origin(&text).then_some(text).ok_or_else(|| {
        invalid(
            name,
            "an origin such as https://example.com, without a slash",
        )
    })
}

fn is_origin(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == text
    })
}

fn text(env: &Env, name: &'static str) -> Result<String, Problem> {
    optional_text(env, name).ok_or_else(|| {
        Problem::new(
            Kind::Misconfigured,
            format!("The setting {name} is missing. Add it to wrangler.toml or as a secret."),
        )
    })
}

fn optional_text(env: &Env, name: &'static str) -> Option<String> {
    let value = env.var(name).ok()?.to_string();
    Some(value).filter(|value| !value.is_empty())
}

fn invalid(name: &'static str, expected: &'static str) -> Problem {
    Problem::new(
        Kind::Misconfigured,
        format!("The setting {name} must be {expected}."),
    )
}

#[cfg(test)]
mod tests {
    use super::is_origin;

    #[test]
    fn an_origin_is_scheme_and_host_and_nothing_else() {
        for good in [
            "https://goodword.example",
            "http://localhost:8787",
            "http://127.0.0.1:1",
        ] {
            assert!(is_origin(good), "{good}");
        }
        for bad in [
            "",
            "goodword.example",
            "https://goodword.example/",
            "https://goodword.example/app",
            "https://Goodword.example",
            "https://goodword.example:443",
            "https://user@goodword.example",
            "ftp://goodword.example",
            "javascript:alert(1)",
        ] {
            assert!(!is_origin(bad), "{bad}");
        }
    }
}
