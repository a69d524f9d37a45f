//! The query of a signed request: what HubSpot says of who asks, and what the card itself asks.
//!
//! Read from the address as it was called, and only after its signature was verified. HubSpot appends its
//! parameters to those of the card, so that a card which sends one of the same name makes two of it: such
//! a request is refused rather than guessed at.

use core::fmt;
use std::collections::BTreeMap;

use domain::HubId;
use percent_encoding::percent_decode_str;

/// Who asks, and with which parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedQuery {
    /// The portal, the only source of who the tenant is.
    pub hub_id: HubId,
    /// The app, to be compared with one's own.
    pub app_id: String,
    /// The person.
    pub user_id: String,
    parameters: BTreeMap<String, String>,
}

/// Why a query says nothing reliable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignedQueryProblem {
    /// One of HubSpot's parameters is missing.
    #[error("the address lacks `{0}`")]
    Missing(&'static str),
    /// A parameter comes twice.
    #[error("a parameter of the address comes twice")]
    Ambiguous,
    /// A parameter is not what it should be.
    #[error("a parameter of the address cannot be read")]
    Malformed,
}

impl SignedQuery {
    /// Reads the query of an address.
    ///
    /// # Errors
    /// The [`SignedQueryProblem`].
    pub fn parse(uri: &str) -> Result<Self, SignedQueryProblem> {
        let address = uri.split_once('#').map_or(uri, |(address, _)| address);
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let mut parameters = BTreeMap::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if parameters.insert(decoded(name)?, decoded(value)?).is_some() {
                return Err(SignedQueryProblem::Ambiguous);
            }
        }
        let mut number = |name: &'static str| {
            let text = parameters
                .remove(name)
                .ok_or(SignedQueryProblem::Missing(name))?;
            text.parse::<HubId>()
                .map_err(|_| SignedQueryProblem::Malformed)
        };
        let hub_id = number("portalId")?;
        let app_id = number("appId")?.to_string();
        let user_id = number("userId")?.to_string();
        Ok(Self {
            hub_id,
            app_id,
            user_id,
            parameters,
        })
    }

    /// Any other parameter, decoded.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }
}

impl fmt::Debug for SignedQuery {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "SignedQuery(portal {}, app {})",
            self.hub_id, self.app_id
        )
    }
}

/// Percent decoding alone: a `+` stays one, as in many an e-mail address.
fn decoded(text: &str) -> Result<String, SignedQueryProblem> {
    percent_decode_str(text)
        .decode_utf8()
        .map(Into::into)
        .map_err(|_| SignedQueryProblem::Malformed)
}
