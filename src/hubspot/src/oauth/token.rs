//! The calls about tokens. They carry their secrets in the form body, so that no address holds one.

use url::form_urlencoded::Serializer;

use crate::call::{Body, Call, Credential, Method, QuotaClass};
use crate::secret::Secret;

/// The API version of the token endpoints, and of uninstalling.
const VERSION: &str = "2026-09";

/// The app, as HubSpot knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// The public id.
    pub id: String,
    /// The secret, which also signs what HubSpot sends.
    pub secret: Secret,
}

/// Exchanges the code of a callback for tokens. The code is good once, for minutes.
#[must_use]
pub fn exchange(client: &Client, code: &Secret, redirect_uri: &str) -> Call {
    form(
        "token",
        client,
        &[
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("redirect_uri", redirect_uri),
        ],
    )
}

/// Refreshes the tokens. The answer's refresh token replaces the one given: HubSpot may rotate it.
#[must_use]
pub fn refresh(client: &Client, refresh_token: &Secret) -> Call {
    form(
        "token",
        client,
        &[
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token.expose()),
        ],
    )
}

/// Asks whose an access token is.
#[must_use]
pub fn introspect(client: &Client, access_token: &Secret) -> Call {
    form(
        "token/introspect",
        client,
        &[
            ("token", access_token.expose()),
            ("token_type_hint", "access_token"),
        ],
    )
}

/// Gives a refresh token back. Access tokens issued with it live on until they expire.
#[must_use]
pub fn revoke(client: &Client, refresh_token: &Secret) -> Call {
    form(
        "token/revoke",
        client,
        &[
            ("token", refresh_token.expose()),
            ("token_type_hint", "refresh_token"),
        ],
    )
}

/// Removes the app from the account. HubSpot answers 204 and tells the account's administrators.
#[must_use]
pub fn uninstall() -> Call {
    Call::general(
        Method::Delete,
        format!("/appinstalls/{VERSION}/external-install"),
        Body::Empty,
    )
}

fn form(endpoint: &str, client: &Client, fields: &[(&str, &str)]) -> Call {
    let body = Serializer::new(String::new())
        .extend_pairs(fields)
        .append_pair("client_id", &client.id)
        .append_pair("client_secret", client.secret.expose())
        .finish();
    Call {
        method: Method::Post,
        target: format!("/oauth/{VERSION}/{endpoint}"),
        credential: Credential::None,
        body: Body::Form(body),
        quota: QuotaClass::Unmetered,
    }
}
