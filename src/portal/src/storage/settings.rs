//! What the Worker's settings say to a portal.

use hubspot::oauth::Client;
use jiff::SignedDuration;

use crate::storage::sealing::SealingKeys;

/// Settings of every portal.
#[derive(Debug)]
pub struct Settings {
    /// The app, as HubSpot knows it.
    pub client: Client,
    /// Keys for tokens at rest.
    pub sealing_keys: SealingKeys,
    /// Scheme and host under which referral links are served, without a slash at the end.
    pub public_origin: String,
    /// Scheme and host of HubSpot's app, without a slash at the end.
    pub app_origin: String,
    /// The least time between two runs of an ongoing sync.
    pub sweep_interval: SignedDuration,
    /// The time between two questions to HubSpot for what has changed, where anything is watched for.
    pub watch_interval: SignedDuration,
    /// How long changed numbers are collected before they are written to HubSpot.
    pub write_back_delay: SignedDuration,
}

impl Settings {
    /// What the address of a contact's record in an account begins with; the contact's id follows.
    #[must_use]
    pub fn record(&self, account: &domain::HubId) -> String {
        format!("{}/contacts/{account}/record/0-1/", self.app_origin)
    }

    /// The host of all portals, without its port.
    pub(crate) fn shared_host(&self) -> &str {
        let host = self.public_origin.split_once("://");
        let host = host.map_or(self.public_origin.as_str(), |(_, host)| host);
        host.split_once(':').map_or(host, |(name, _)| name)
    }
}
