//! The Worker's settings for its portals.

use hubspot::oauth::Client;
use jiff::SignedDuration;

use crate::storage::key_signer::KeySigner;
use crate::storage::sealing::SealingKeys;

/// The settings that all portals share.
#[derive(Debug)]
pub struct Settings {
    /// The app's identity at HubSpot.
    pub client: Client,
    /// The keys that seal stored tokens.
    pub sealing_keys: SealingKeys,
    /// Signs API keys.
    pub key_signer: KeySigner,
    /// The scheme and host under which referral links are served, without a slash at the end.
    pub public_origin: String,
    /// The scheme and host of HubSpot's app, without a slash at the end.
    pub app_origin: String,
    /// The least time between two runs of an ongoing sync.
    pub sweep_interval: SignedDuration,
    /// The time between two calls for HubSpot's changes, while there is a change feed.
    pub feed_interval: SignedDuration,
    /// How long changed numbers are collected before they are written to HubSpot.
    pub write_back_delay: SignedDuration,
}

impl Settings {
    /// Returns the beginning of the address of a contact's record in an account; the contact's id follows. `ui_domain`
    /// is the host of the account's pages as HubSpot names it. A host that is not HubSpot's is ignored.
    #[must_use]
    pub fn record(&self, account: &domain::HubId, ui_domain: Option<&str>) -> String {
        record(&self.app_origin, account, ui_domain)
    }

    /// Returns the host that all portals share, without its port.
    pub(crate) fn shared_host(&self) -> &str {
        let host = self.public_origin.split_once("://");
        let host = host.map_or(self.public_origin.as_str(), |(_, host)| host);
        host.split_once(':').map_or(host, |(name, _)| name)
    }
}

/// Returns the beginning of the address of a contact's record in an account, as [`Settings::record`] does.
#[must_use]
pub fn record(app_origin: &str, account: &domain::HubId, ui_domain: Option<&str>) -> String {
    let letters = |host: &str| {
        host.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
    };
    let own = ui_domain.filter(|host| host.ends_with(".hubspot.com") && letters(host));
    let origin = own.map_or_else(|| app_origin.to_owned(), |host| format!("https://{host}"));
    format!("{origin}/contacts/{account}/record/0-1/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_on_the_host_that_hubspot_names_for_the_account() {
        let address = |ui_domain| record("https://app.hubspot.com", &7_u64.into(), ui_domain);
        let usual = "https://app.hubspot.com/contacts/7/record/0-1/";
        let european = "https://app-eu1.hubspot.com/contacts/7/record/0-1/";
        assert_eq!(address(None), usual);
        assert_eq!(address(Some("app-eu1.hubspot.com")), european);
        for foreign in [
            "evil.example",
            "evil.example/.hubspot.com",
            "",
            "hubspot.com.evil.example",
        ] {
            assert_eq!(address(Some(foreign)), usual, "{foreign}");
        }
    }
}
