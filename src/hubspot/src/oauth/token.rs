//! The calls about tokens. They carry their secrets in the form body, so that no URL holds one.

use url::form_urlencoded::Serializer;

use crate::call::{Body, Call, Credential, Method, QuotaClass};
use crate::secret::Secret;

/// The API version of the token endpoints, and of uninstalling.
const VERSION: &str = "2026-09";

/// The app, as HubSpot knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// The public client id.
    pub id: String,
    /// The client secret, which also signs HubSpot's requests.
    pub secret: Secret,
}

/// Exchanges the code of a callback for tokens. A code works once, for minutes.
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

/// Refreshes the tokens. Replace the given refresh token by the one in the answer: HubSpot may
/// rotate it.
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

/// Asks who owns an access token.
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

/// Revokes a refresh token. Access tokens issued with it live on until they expire.
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

/// Removes the app from the account. HubSpot answers 204 and notifies the account's administrators.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn client() -> Client {
        Client {
            id: "app-id".to_owned(),
            secret: Secret::from("hush&now"),
        }
    }

    #[test]
    fn secrets_are_in_the_body_only_and_are_never_printed() {
        let token = Secret::from("to+ken");
        for (call, target, fields) in [
            (
                exchange(&client(), &token, "https://goodword.example/cb"),
                "/oauth/2026-09/token",
                "grant_type=authorization_code&code=to%2Bken&redirect_uri=https%3A%2F%2Fgoodword.example%2Fcb",
            ),
            (
                refresh(&client(), &token),
                "/oauth/2026-09/token",
                "grant_type=refresh_token&refresh_token=to%2Bken",
            ),
            (
                introspect(&client(), &token),
                "/oauth/2026-09/token/introspect",
                "token=to%2Bken&token_type_hint=access_token",
            ),
            (
                revoke(&client(), &token),
                "/oauth/2026-09/token/revoke",
                "token=to%2Bken&token_type_hint=refresh_token",
            ),
        ] {
            assert_eq!(call.target, target);
            let body = format!("{fields}&client_id=app-id&client_secret=hush%26now");
            assert_eq!(call.body, Body::Form(body));
            assert_eq!(
                (call.credential, call.quota),
                (Credential::None, QuotaClass::Unmetered)
            );
            let printed = format!("{call:?} {:?}", client());
            assert!(
                !printed.contains("hush") && !printed.contains("ken&"),
                "{printed}"
            );
        }
    }

    #[test]
    fn uninstalling_is_done_in_the_accounts_name() {
        let call = uninstall();
        assert_eq!(call.method, Method::Delete);
        assert_eq!(call.target, "/appinstalls/2026-09/external-install");
        assert_eq!(call.credential, Credential::AccessToken);
    }
}
