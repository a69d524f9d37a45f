//! The account that Goodword is installed in.

use domain::HubId;
use serde::Deserialize;

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::wire::{self, READ_VERSION};

/// Asks for the account's details.
#[must_use]
pub fn details() -> Call {
    Call::get(format!("/account-info/{READ_VERSION}/details"))
}

/// What HubSpot tells of an account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountDetails {
    /// The account.
    #[serde(rename = "portalId", deserialize_with = "wire::id")]
    pub hub_id: HubId,
    /// The host of the account's pages, `app.hubspot.com` or `app-eu1.hubspot.com`.
    #[serde(default, deserialize_with = "wire::optional_text")]
    pub ui_domain: Option<String>,
    /// The IANA name of the account's time zone.
    #[serde(default, deserialize_with = "wire::optional_text")]
    pub time_zone: Option<String>,
    /// The data centre, `na1` or `eu1`.
    #[serde(default, deserialize_with = "wire::optional_text")]
    pub data_hosting_location: Option<String>,
    /// `STANDARD`, `DEVELOPER_TEST`, `SANDBOX` or `APP_DEVELOPER`.
    #[serde(default, deserialize_with = "wire::optional_text")]
    pub account_type: Option<String>,
}

/// Reads the answer to [`details`].
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn account(reply: &Reply) -> Result<AccountDetails, Failure> {
    wire::read(reply)
}
