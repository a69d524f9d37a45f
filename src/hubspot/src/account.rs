//! The account that Goodword is installed in.
//!
//! HubSpot's descriptions disagree about the scope that this needs: `oauth` in 2026-09,
//! `external-settings-access` before. So a refusal is no fault.

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
    /// The host of the account's pages, `app.hubspot.com` or `app-eu1.hubspot.com`.
    #[serde(default, deserialize_with = "wire::optional_text")]
    pub ui_domain: Option<String>,
    /// The IANA name of the account's time zone.
    #[serde(default, deserialize_with = "wire::optional_text")]
    pub time_zone: Option<String>,
    /// The present distance of the time zone from UTC, in milliseconds to the east.
    #[serde(default)]
    pub utc_offset_milliseconds: Option<i64>,
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
    fn an_account_tells_its_zone_and_the_host_of_its_pages() {
        let whole = r#"{"portalId":62515,"accountType":"STANDARD","timeZone":"US/Eastern",
            "companyCurrency":"USD","additionalCurrencies":[],"utcOffset":"-05:00",
            "utcOffsetMilliseconds":-18000000,"uiDomain":"app-eu1.hubspot.com",
            "dataHostingLocation":"eu1"}"#;
        let details = account(&Reply::of(200, whole)).unwrap();
        assert_eq!(details.ui_domain.as_deref(), Some("app-eu1.hubspot.com"));
        assert_eq!(details.time_zone.as_deref(), Some("US/Eastern"));
        assert_eq!(details.utc_offset_milliseconds, Some(-18_000_000));
        let bare = account(&Reply::of(200, r#"{"portalId":"62515","uiDomain":null}"#)).unwrap();
        assert_eq!((bare.ui_domain, bare.time_zone), (None, None));
        assert!(account(&Reply::of(200, "<html>")).is_err());
    }
}
