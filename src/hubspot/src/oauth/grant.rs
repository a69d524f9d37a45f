//! What came of asking for tokens: a grant, or who has to act.
//!
//! Only an answer that says that the grant itself is gone may disconnect a customer. Anything else that
//! HubSpot refuses is taken for a fault of Goodword's own settings, which an operator can mend.

use domain::HubId;
use serde::Deserialize;

use crate::call::{NoReply, Reply};
use crate::error_body::ErrorBody;
use crate::failure::{Failure, Wait, accept};
use crate::secret::Secret;
use crate::wire;

/// The life of an access token where HubSpot names none: it says 1800, the half hour of its documentation.
const DEFAULT_LIFE_SECONDS: u64 = 1800;

/// Tokens, and whose they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The bearer of calls.
    pub access_token: Secret,
    /// What gets the next access token. Always store it: HubSpot may have rotated it.
    pub refresh_token: Secret,
    /// How long the access token lives from the moment of the answer.
    pub expires_in_seconds: u64,
    /// The account that granted.
    pub hub_id: HubId,
    /// What was granted.
    pub scopes: Vec<String>,
    /// The person who granted, if HubSpot says.
    pub user_id: Option<String>,
}

/// Why there is no grant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GrantFailure {
    /// The customer's grant is gone: revoked, uninstalled, deleted, or a code that was used or is old.
    #[error("HubSpot no longer honours the grant ({code})")]
    Refused {
        /// HubSpot's word for it.
        code: String,
    },
    /// HubSpot does not accept Goodword's own settings: client, secret, redirect address. Nobody's
    /// connection ends by it.
    #[error("HubSpot does not accept this app's settings ({code})")]
    Misconfigured {
        /// HubSpot's word for it.
        code: String,
    },
    /// Try the same call again, later.
    #[error("HubSpot asks to wait: {0}")]
    Wait(Wait),
}

/// Reads what came of [`super::exchange`] or [`super::refresh`].
///
/// # Errors
/// The [`GrantFailure`] says who has to act.
pub fn granted(outcome: Result<Reply, NoReply>) -> Result<Grant, GrantFailure> {
    let refusal = outcome
        .as_ref()
        .ok()
        .map(|reply| ErrorBody::parse(&reply.body));
    match accept(outcome) {
        Ok(reply) => read(&reply),
        Err(Failure::Wait(wait)) => Err(GrantFailure::Wait(wait)),
        Err(_) => Err(refusal.map_or_else(|| unknown(""), |body| classify(&body))),
    }
}

/// HubSpot's own `status` comes before OAuth's `error`: the standard's `invalid_grant` stands for a
/// redirect address that differs, too, which is no fault of the customer.
fn classify(body: &ErrorBody) -> GrantFailure {
    let status = body.code("status");
    match status.as_str() {
        "BAD_REFRESH_TOKEN" | "BAD_AUTH_CODE" | "BAD_HUB" => {
            return GrantFailure::Refused { code: status };
        }
        _ if status.starts_with("BAD_") => return GrantFailure::Misconfigured { code: status },
        _ => {}
    }
    let error = body.code("error");
    if error == "invalid_grant" && !body.mentions("redirect") {
        return GrantFailure::Refused { code: error };
    }
    let code = [error, status, body.category()]
        .into_iter()
        .find(|code| !code.is_empty());
    unknown(&code.unwrap_or_default())
}

fn unknown(code: &str) -> GrantFailure {
    let code = if code.is_empty() {
        "no reason given"
    } else {
        code
    };
    GrantFailure::Misconfigured {
        code: code.to_owned(),
    }
}

fn read(reply: &Reply) -> Result<Grant, GrantFailure> {
    #[derive(Deserialize)]
    struct Tokens {
        access_token: String,
        refresh_token: String,
        #[serde(default)]
        expires_in: Option<u64>,
        #[serde(deserialize_with = "wire::id")]
        hub_id: HubId,
        #[serde(default)]
        scopes: Option<Vec<String>>,
        #[serde(default, deserialize_with = "wire::optional_text")]
        user_id: Option<String>,
    }
    let tokens: Tokens = match wire::read(reply) {
        Ok(tokens) => tokens,
        Err(Failure::Wait(wait)) => return Err(GrantFailure::Wait(wait)),
        Err(_) => return Err(unknown("")),
    };
    Ok(Grant {
        access_token: Secret::new(tokens.access_token),
        refresh_token: Secret::new(tokens.refresh_token),
        expires_in_seconds: tokens.expires_in.unwrap_or(DEFAULT_LIFE_SECONDS),
        hub_id: tokens.hub_id,
        scopes: tokens.scopes.unwrap_or_default(),
        user_id: tokens.user_id,
    })
}
