//! What the Worker's settings say to a portal.

use hubspot::oauth::Client;
use jiff::SignedDuration;

use crate::sealing::SealingKeys;

/// Settings of every portal.
#[derive(Debug)]
pub struct Settings {
    /// The app, as HubSpot knows it.
    pub client: Client,
    /// Keys for tokens at rest.
    pub sealing_keys: SealingKeys,
    /// Scheme and host under which referral links are served, without a slash at the end.
    pub public_origin: String,
    /// The least time between two runs of an ongoing sync.
    pub sweep_interval: SignedDuration,
}

impl Settings {
    /// Where the QR code of a link is found.
    pub(crate) fn qr_code(&self, code: domain::ReferralCode) -> String {
        format!("{}/qr/{code}.svg", self.public_origin)
    }

    /// The full referral link of a code.
    pub(crate) fn link(&self, code: domain::ReferralCode) -> String {
        format!("{}/r/{code}", self.public_origin)
    }
}
