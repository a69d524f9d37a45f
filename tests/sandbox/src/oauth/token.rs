//! `POST /oauth/{v}/token`: exchanges codes and refresh tokens for access tokens.

use serde_json::json;

use super::{
    App,
    grants::{ACCESS_LIFE_MS, Grants, Issued},
    pkce,
};
use crate::{
    api::EndpointResult,
    errors::{self, Problem},
    http::{Query, Request, Response},
    settings::Settings,
};

pub(crate) fn token(
    grants: &mut Grants,
    app: &App,
    settings: &Settings,
    request: &Request,
    now: i64,
) -> EndpointResult {
    let form = form(request)?;
    let issued = match form.first("grant_type") {
        Some("authorization_code") => {
            client(app, &form)?;
            redeem(grants, app, &form, now)?
        }
        Some("refresh_token") => {
            client(app, &form)?;
            let token = form.first("refresh_token").unwrap_or_default();
            grants
                .refresh(token, settings.refresh_rotation, now)
                .ok_or_else(|| settings.refresh_refusal.problem())?
        }
        _ => {
            return Err(Problem::oauth(
                "BAD_GRANT_TYPE",
                "unsupported_grant_type",
                "missing or unknown grant type",
            ));
        }
    };
    Ok(answer(&issued))
}

/// Parses the form of a token request.
pub(super) fn form(request: &Request) -> Result<Query, Problem> {
    if request.media_type().as_deref() != Some("application/x-www-form-urlencoded") {
        return Err(errors::unsupported_media());
    }
    Ok(request.form())
}

/// Checks the client's credentials. A wrong secret is the app's error and does not end the portal's
/// grant.
pub(super) fn client(app: &App, form: &Query) -> Result<(), Problem> {
    if form.first("client_id") != Some(&app.client_id) {
        let message = "missing or unknown client id";
        return Err(Problem::oauth("BAD_CLIENT_ID", "invalid_client", message));
    }
    if form.first("client_secret") != Some(&app.client_secret) {
        let message = "missing or invalid client secret";
        return Err(Problem::oauth(
            "BAD_CLIENT_SECRET",
            "invalid_client",
            message,
        ));
    }
    Ok(())
}

fn redeem(grants: &mut Grants, app: &App, form: &Query, now: i64) -> Result<Issued, Problem> {
    let redirect_uri = form.first("redirect_uri").unwrap_or_default();
    let mismatch = || {
        let message = "missing or unknown redirect uri, or one that the code was not issued for";
        Problem::oauth("BAD_REDIRECT_URI", "invalid_grant", message)
    };
    if !app.redirects_to(redirect_uri) {
        return Err(mismatch());
    }
    let unknown = || {
        Problem::oauth(
            "BAD_AUTH_CODE",
            "invalid_grant",
            "missing or unknown auth code",
        )
    };
    let code = grants
        .take_code(form.first("code").unwrap_or_default())
        .ok_or_else(unknown)?;
    if code.redirect_uri != redirect_uri {
        return Err(mismatch());
    }
    if code.expires_at <= now {
        return Err(Problem::oauth(
            "EXPIRED_AUTH_CODE",
            "invalid_grant",
            "auth code is expired",
        ));
    }
    if !pkce::verifies(code.challenge.as_deref(), form.first("code_verifier")) {
        let message = "missing or wrong code verifier";
        return Err(Problem::oauth(
            "BAD_CODE_VERIFIER",
            "invalid_grant",
            message,
        ));
    }
    Ok(grants.issue(code.access, now))
}

fn answer(issued: &Issued) -> Response {
    Response::json(
        200,
        &json!({
            "access_token": issued.access_token,
            "refresh_token": issued.refresh_token,
            "expires_in": ACCESS_LIFE_MS / 1_000,
            "token_type": "bearer",
            "token_use": "access_token",
            "hub_id": issued.access.portal,
            "user_id": issued.access.user,
            "scopes": issued.access.scopes,
        }),
    )
    .with_header("cache-control", "no-store")
}
