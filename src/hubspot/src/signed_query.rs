//! The query of a signed request: HubSpot's parameters about the person who asks, and the card's
//! own.
//!
//! The query is read from the address as it was called, and only after its signature was verified.
//! HubSpot appends its parameters to those of the card. If a card sends a parameter of the same
//! name, the query has it twice; such a request is refused, because nobody can tell which one is
//! HubSpot's.

use core::fmt;
use vecmap::VecMap;

use domain::HubId;
use percent_encoding::percent_decode_str;

/// The person who asks, and the parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedQuery {
    /// The portal. This is the only source of the tenant's identity.
    pub hub_id: HubId,
    /// The app, to compare with the configured one.
    pub app_id: String,
    /// The person.
    pub user_id: String,
    parameters: VecMap<String, String>,
}

/// Why a query cannot be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignedQueryProblem {
    /// One of HubSpot's parameters is missing.
    #[error("the address lacks `{0}`")]
    Missing(&'static str),
    /// A parameter appears twice.
    #[error("a parameter of the address appears twice")]
    Ambiguous,
    /// A parameter cannot be read.
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
        let mut parameters = VecMap::new();
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

    /// Returns any other parameter, decoded.
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

/// Decodes percent escapes only. A `+` stays a `+`, as in many an e-mail address.
fn decoded(text: &str) -> Result<String, SignedQueryProblem> {
    percent_decode_str(text)
        .decode_utf8()
        .map(Into::into)
        .map_err(|_| SignedQueryProblem::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_person_is_read_from_hubspots_parameters() {
        let query = SignedQuery::parse(
            "https://goodword.example/card/contact?contactId=51&q=a%26b%3Dc&userId=7&portalId=123&userEmail=jo%2Bx+y%40example.com&appId=9",
        )
        .unwrap();
        assert_eq!(query.hub_id.as_str(), "123");
        assert_eq!((query.app_id.as_str(), query.user_id.as_str()), ("9", "7"));
        assert_eq!(query.get("contactId"), Some("51"));
        assert_eq!(query.get("q"), Some("a&b=c"));
        assert_eq!(query.get("userEmail"), Some("jo+x+y@example.com"));
        assert_eq!(query.get("portalId"), None);
        assert!(!format!("{query:?}").contains("example.com"));
    }

    #[test]
    fn an_ambiguous_query_is_refused() {
        use SignedQueryProblem::{Ambiguous, Malformed, Missing};
        for (query, problem) in [
            ("", Missing("portalId")),
            ("?", Missing("portalId")),
            ("?portalId=1&userId=7", Missing("appId")),
            ("?portalId=1&appId=9", Missing("userId")),
            ("?portalid=1&appId=9&userId=7", Missing("portalId")),
            ("#?portalId=1&appId=9&userId=7", Missing("portalId")),
            ("%3FportalId=1&appId=9&userId=7", Missing("portalId")),
            ("?portalId%3D1&appId=9&userId=7", Missing("portalId")),
            ("?portalId=2&userId=7&portalId=1&appId=9", Ambiguous),
            ("?portalId=1&userId=7&portalId=1&appId=9", Ambiguous),
            ("?portal%49d=2&userId=7&portalId=1&appId=9", Ambiguous),
            ("?appId=9&userId=7&portalId=1&appId=9", Ambiguous),
            ("?userId=8&userId=7&portalId=1&appId=9", Ambiguous),
            (
                "?contactId=1&contactId=2&userId=7&portalId=1&appId=9",
                Ambiguous,
            ),
            ("?portalId=&appId=9&userId=7", Malformed),
            ("?portalId&appId=9&userId=7", Malformed),
            ("?portalId=1;2&appId=9&userId=7", Malformed),
            ("?portalId=+1&appId=9&userId=7", Malformed),
            ("?portalId=01&appId=9&userId=7", Malformed),
            ("?portalId=1&appId=x&userId=7", Malformed),
            ("?portalId=1&appId=9&userId=-7", Malformed),
            ("?portalId=1&appId=9&userId=7&n=%FF", Malformed),
        ] {
            let uri = format!("https://goodword.example/card{query}");
            assert_eq!(SignedQuery::parse(&uri), Err(problem), "{query}");
        }
    }
}
