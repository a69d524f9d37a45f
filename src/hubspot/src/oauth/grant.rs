//! The result of asking for tokens: a grant, or a failure that says who has to act.
//!
//! Invariant: only an answer that says that the grant itself is gone may disconnect a customer at
//! once. A refusal that names Goodword's own settings never does; an operator corrects it. A refusal
//! in other words can mean either, so the caller asks again for a while before it gives the grant up.

use domain::HubId;
use serde::Deserialize;

use crate::call::{NoReply, Reply};
use crate::error_body::ErrorBody;
use crate::failure::{Failure, Wait, accept};
use crate::secret::Secret;
use crate::wire;

/// The life of an access token if HubSpot names none: 1800 seconds, the half hour of its
/// documentation.
const DEFAULT_LIFE_SECONDS: u64 = 1800;

/// Tokens, and the account that granted them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The bearer token of calls.
    pub access_token: Secret,
    /// The token for the next refresh. Always store it: HubSpot may have rotated it.
    pub refresh_token: Secret,
    /// The life of the access token, in seconds from the answer on.
    pub expires_in_seconds: u64,
    /// The account that granted.
    pub hub_id: HubId,
    /// The granted scopes.
    pub scopes: Vec<String>,
    /// The person who granted, if HubSpot says.
    pub user_id: Option<String>,
}

/// Why there is no grant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GrantFailure {
    /// The customer's grant is gone: it was revoked, the app was uninstalled, the account was
    /// deleted, or the code was used or is too old.
    #[error("HubSpot no longer accepts the grant ({code})")]
    Refused {
        /// HubSpot's error code.
        code: String,
    },
    /// HubSpot refuses in words that this crate does not know. The account may be closed, or
    /// Goodword's own request may be wrong.
    #[error("HubSpot refuses the grant in unknown words ({code})")]
    Unclear {
        /// HubSpot's error code.
        code: String,
    },
    /// HubSpot does not accept Goodword's own settings: client id, secret or redirect address. This
    /// disconnects no account.
    #[error("HubSpot does not accept this app's settings ({code})")]
    Misconfigured {
        /// HubSpot's error code.
        code: String,
    },
    /// Try the same call again, later.
    #[error("HubSpot asks to wait: {0}")]
    Wait(Wait),
}

/// Reads the result of [`super::exchange`] or [`super::refresh`].
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
        Err(_) => Err(refusal.map_or_else(|| unclear(""), |body| classify(&body))),
    }
}

/// HubSpot's `status` for a grant or a code that is gone. `EXPIRED_AUTH_CODE` is seen with and
/// without an `error`.
const GONE: [&str; 4] = [
    "BAD_REFRESH_TOKEN",
    "BAD_AUTH_CODE",
    "BAD_HUB",
    "EXPIRED_AUTH_CODE",
];

/// OAuth's `error` for the same. HubSpot's clients have seen `unauthorized` beside `invalid_grant`
/// for an app that was uninstalled.
const GONE_BY_OAUTH: [&str; 4] = [
    "invalid_grant",
    "unauthorized",
    "unauthorized_client",
    "access_denied",
];

/// OAuth's `error` for a request that is wrong, whatever the grant.
const OWN_BY_OAUTH: [&str; 4] = [
    "invalid_client",
    "invalid_request",
    "invalid_scope",
    "unsupported_grant_type",
];

/// Classifies a refusal. HubSpot's own `status` comes before OAuth's `error`, because the
/// standard's `invalid_grant` also means a wrong redirect address, which is no fault of the
/// customer.
fn classify(body: &ErrorBody) -> GrantFailure {
    let status = body.code("status");
    match status.as_str() {
        gone if GONE.contains(&gone) => return GrantFailure::Refused { code: status },
        _ if status.starts_with("BAD_") => return GrantFailure::Misconfigured { code: status },
        _ => {}
    }
    let error = body.code("error");
    if body.mentions("redirect") || OWN_BY_OAUTH.contains(&error.as_str()) {
        return GrantFailure::Misconfigured { code: error };
    }
    if GONE_BY_OAUTH.contains(&error.as_str()) {
        return GrantFailure::Refused { code: error };
    }
    let code = [error, status, body.category()]
        .into_iter()
        .find(|code| !code.is_empty());
    unclear(&code.unwrap_or_default())
}

fn unclear(code: &str) -> GrantFailure {
    let code = if code.is_empty() {
        "no reason given"
    } else {
        code
    };
    GrantFailure::Unclear {
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
        #[serde(default, deserialize_with = "wire::or_default")]
        scopes: Vec<String>,
        #[serde(default, deserialize_with = "wire::optional_text")]
        user_id: Option<String>,
    }
    let tokens: Tokens = match wire::read(reply) {
        Ok(tokens) => tokens,
        Err(Failure::Wait(wait)) => return Err(GrantFailure::Wait(wait)),
        Err(_) => return Err(unclear("")),
    };
    Ok(Grant {
        access_token: Secret::new(tokens.access_token),
        refresh_token: Secret::new(tokens.refresh_token),
        expires_in_seconds: tokens.expires_in.unwrap_or(DEFAULT_LIFE_SECONDS),
        hub_id: tokens.hub_id,
        scopes: tokens.scopes,
        user_id: tokens.user_id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::WaitReason;

    #[test]
    fn a_grant_is_read_and_never_printed() {
        let body = r#"{"access_token":"CAccess","refresh_token":"na1-refresh","expires_in":1800,
            "token_type":"bearer","token_use":"access_token","hub_id":62515,"user_id":7,
            "scopes":["oauth","crm.objects.contacts.read"],"id_token":null}"#;
        let grant = granted(Ok(Reply::of(200, body))).unwrap();
        assert_eq!(grant.access_token.expose(), "CAccess");
        assert_eq!(grant.refresh_token.expose(), "na1-refresh");
        assert_eq!(
            (grant.expires_in_seconds, grant.hub_id.as_str()),
            (1800, "62515")
        );
        assert_eq!(grant.user_id.as_deref(), Some("7"));
        assert_eq!(grant.scopes.len(), 2);
        let printed = format!("{grant:?}");
        assert!(
            !printed.contains("CAccess") && !printed.contains("refresh\""),
            "{printed}"
        );
        let bare = r#"{"access_token":"a","refresh_token":"b","hub_id":"62515"}"#;
        let grant = granted(Ok(Reply::of(200, bare))).unwrap();
        assert_eq!((grant.expires_in_seconds, grant.user_id), (1800, None));
    }

    #[test]
    fn only_a_grant_that_is_gone_counts_as_refused() {
        for (status, body, code) in [
            (
                400,
                r#"{"error":"invalid_grant","error_description":"refresh token is invalid, expired
                    or revoked","status":"BAD_REFRESH_TOKEN","message":"missing or invalid"}"#,
                "BAD_REFRESH_TOKEN",
            ),
            (
                400,
                r#"{"status":"BAD_HUB","error":"access_denied"}"#,
                "BAD_HUB",
            ),
            (
                400,
                r#"{"status":"BAD_AUTH_CODE","message":"missing or unknown"}"#,
                "BAD_AUTH_CODE",
            ),
            (400, r#"{"error":"invalid_grant"}"#, "invalid_grant"),
            (
                401,
                r#"{"status":"BAD_REFRESH_TOKEN"}"#,
                "BAD_REFRESH_TOKEN",
            ),
            (403, r#"{"status":"BAD_HUB"}"#, "BAD_HUB"),
            (400, r#"{"error":"unauthorized"}"#, "unauthorized"),
            (
                401,
                r#"{"status":"error","error":"unauthorized","message":"missing or invalid"}"#,
                "unauthorized",
            ),
            (
                400,
                r#"{"error":"unauthorized_client"}"#,
                "unauthorized_client",
            ),
            (400, r#"{"error":"access_denied"}"#, "access_denied"),
            (
                400,
                r#"{"status":"EXPIRED_AUTH_CODE","error":"invalid_grant"}"#,
                "EXPIRED_AUTH_CODE",
            ),
            (
                400,
                r#"{"status":"EXPIRED_AUTH_CODE","message":"auth code is expired"}"#,
                "EXPIRED_AUTH_CODE",
            ),
        ] {
            let body = body.replace('\n', " ");
            let failure = granted(Ok(Reply::of(status, &body))).unwrap_err();
            assert_eq!(
                failure,
                GrantFailure::Refused {
                    code: code.to_owned()
                },
                "{body}"
            );
        }
    }

    #[test]
    fn a_possible_fault_of_goodwords_own_disconnects_nobody() {
        for (status, body, code) in [
            (
                400,
                r#"{"status":"BAD_CLIENT_ID","error":"invalid_client"}"#,
                "BAD_CLIENT_ID",
            ),
            (
                400,
                r#"{"status":"BAD_CLIENT_SECRET","error":"invalid_client"}"#,
                "BAD_CLIENT_SECRET",
            ),
            (401, r#"{"error":"invalid_client"}"#, "invalid_client"),
            (
                400,
                r#"{"status":"BAD_REDIRECT_URI","error":"invalid_grant"}"#,
                "BAD_REDIRECT_URI",
            ),
            (
                400,
                r#"{"error":"invalid_grant","error_description":"Redirect URI does not match"}"#,
                "invalid_grant",
            ),
            (400, r#"{"status":"BAD_GRANT_TYPE"}"#, "BAD_GRANT_TYPE"),
            (
                400,
                r#"{"status":"BAD_REDIRECT_URI","error":"access_denied"}"#,
                "BAD_REDIRECT_URI",
            ),
            (
                400,
                r#"{"error":"unsupported_grant_type"}"#,
                "unsupported_grant_type",
            ),
        ] {
            let failure = granted(Ok(Reply::of(status, body))).unwrap_err();
            assert_eq!(
                failure,
                GrantFailure::Misconfigured {
                    code: code.to_owned()
                },
                "{body}"
            );
        }
    }

    #[test]
    fn a_refusal_in_unknown_words_decides_nothing() {
        for (status, body, code) in [
            (
                400,
                r#"{"status":"error","category":"VALIDATION_ERROR"}"#,
                "error",
            ),
            (403, "<html>blocked</html>", "no reason given"),
            (402, r#"{"category":"PORTAL_CLOSED"}"#, "PORTAL_CLOSED"),
            (404, "", "no reason given"),
            (415, "{}", "no reason given"),
            (302, "", "no reason given"),
        ] {
            let failure = granted(Ok(Reply::of(status, body))).unwrap_err();
            let code = code.to_owned();
            assert_eq!(failure, GrantFailure::Unclear { code }, "{body}");
        }
    }

    #[test]
    fn every_other_failure_is_a_wait() {
        let unreadable = [r#"{"access_token":"a"}"#, "", "<html>"].map(|body| Reply::of(200, body));
        let waits = [
            (Err(NoReply::TimedOut), WaitReason::NoReply),
            (
                Ok(Reply::of(429, r#"{"policyName":"TEN_SECONDLY_ROLLING"}"#)),
                WaitReason::Quota,
            ),
            (
                Ok(Reply::of(500, r#"{"status":"BAD_REFRESH_TOKEN"}"#)),
                WaitReason::ServerError,
            ),
            (Ok(Reply::of(477, "")), WaitReason::Migrating),
        ];
        let unreadable = unreadable.map(|reply| (Ok(reply), WaitReason::Unreadable));
        for (outcome, reason) in waits.into_iter().chain(unreadable) {
            match granted(outcome).unwrap_err() {
                GrantFailure::Wait(wait) => assert_eq!(wait.reason, reason),
                other => panic!("{other:?}"),
            }
        }
    }
}
