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
    /// Returns the beginning of the address of a contact's record in an account; the contact's id follows.
    #[must_use]
    pub fn record(&self, account: &domain::HubId) -> String {
        format!("{}/contacts/{account}/record/0-1/", self.app_origin)
    }

    /// Returns the host that all portals share, without its port.
    pub(crate) fn shared_host(&self) -> &str {
        let host = self.public_origin.split_once("://");
        let host = host.map_or(self.public_origin.as_str(), |(_, host)| host);
        host.split_once(':').map_or(host, |(name, _)| name)
    }
}
