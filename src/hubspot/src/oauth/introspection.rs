//! The owner of a token.

use core::fmt;

use domain::HubId;
use serde::Deserialize;

use crate::call::Reply;
use crate::failure::Failure;
use crate::wire;

/// HubSpot's information about a token.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct Introspection {
    /// Whether the token is valid. HubSpot says nothing else about an invalid one.
    #[serde(default)]
    pub active: bool,
    /// The account.
    #[serde(default, deserialize_with = "wire::optional_id")]
    pub hub_id: Option<HubId>,
    /// The account's domain.
    #[serde(default, deserialize_with = "wire::optional_text")]
    pub hub_domain: Option<String>,
    /// The person who granted.
    #[serde(default, deserialize_with = "wire::optional_text")]
    pub user_id: Option<String>,
    /// The e-mail address of this person.
    #[serde(default, rename = "user", deserialize_with = "wire::optional_text")]
    pub user_email: Option<String>,
    /// The app that the token was issued to.
    #[serde(default, deserialize_with = "wire::optional_text")]
    pub app_id: Option<String>,
    /// The granted scopes.
    #[serde(default, deserialize_with = "wire::or_default")]
    pub scopes: Vec<String>,
}

impl fmt::Debug for Introspection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Introspection")
            .field("active", &self.active)
            .field("hub_id", &self.hub_id)
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// Reads the answer to [`super::introspect`].
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn introspected(reply: &Reply) -> Result<Introspection, Failure> {
    wire::read(reply)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_token_says_whose_it_is_and_a_bad_one_nothing() {
        let body = r#"{"active":true,"token":"CAccess","hub_id":62515,"hub_domain":"example.com",
            "user":"jo@example.com","user_id":7,"app_id":9,"client_id":"x","scopes":["oauth"],
            "expires_in":1754,"is_private_distribution":false,"signed_access_token":{"hublet":"na1"}}"#;
        let good = introspected(&Reply::of(200, body)).unwrap();
        assert!(good.active);
        assert_eq!(good.hub_id.as_ref().map(HubId::as_str), Some("62515"));
        assert_eq!(good.user_email.as_deref(), Some("jo@example.com"));
        assert_eq!(
            (good.user_id.as_deref(), good.app_id.as_deref()),
            (Some("7"), Some("9"))
        );
        assert!(!format!("{good:?}").contains("jo@"));
        for body in [
            r#"{"active":false}"#,
            "{}",
            r#"{"active":false,"hub_id":null,"scopes":null}"#,
        ] {
            let bad = introspected(&Reply::of(200, body)).unwrap();
            assert!(!bad.active && bad.hub_id.is_none(), "{body}");
        }
    }
}
