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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_known_by_its_id_alone() {
        let whole = r#"{"portalId":62515,"accountType":"STANDARD","timeZone":"US/Eastern",
            "companyCurrency":"USD","additionalCurrencies":[],"utcOffset":"-05:00",
            "utcOffsetMilliseconds":-18000000,"uiDomain":"app-eu1.hubspot.com",
            "dataHostingLocation":"eu1"}"#;
        let details = account(&Reply::of(200, whole)).unwrap();
        assert_eq!(details.hub_id.as_str(), "62515");
        assert_eq!(details.ui_domain.as_deref(), Some("app-eu1.hubspot.com"));
        assert_eq!(details.time_zone.as_deref(), Some("US/Eastern"));
        assert_eq!(details.data_hosting_location.as_deref(), Some("eu1"));
        assert_eq!(details.account_type.as_deref(), Some("STANDARD"));
        let bare = account(&Reply::of(200, r#"{"portalId":"62515","uiDomain":null}"#)).unwrap();
        assert_eq!((bare.hub_id.as_str(), bare.ui_domain), ("62515", None));
        assert!(account(&Reply::of(200, r#"{"uiDomain":"app.hubspot.com"}"#)).is_err());
    }
}
