//! When a referral is next to be looked at in HubSpot.

use domain::ReferralId;

use crate::database::Database;
use crate::error::PortalError;

/// It is known whom HubSpot has for the referral's person. Runs inside the caller's transaction.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the rules that need facts write here when the referral is to be looked at"
)]
pub(crate) fn look_soon(_: &Database, _: ReferralId) -> Result<(), PortalError> {
    Ok(())
}
