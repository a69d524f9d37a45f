//! The routes of OAuth and of account details.

use super::route::{Endpoint as E, Route, Route as R};

const OAUTH: &[&str] = &["oauth"];

pub(super) const ROWS: &[Route] = &[
    R::open("POST /oauth/{v}/token", E::OAuthToken),
    R::open("POST /oauth/{v}/token/introspect", E::OAuthIntrospect),
    R::open("POST /oauth/{v}/token/revoke", E::OAuthRevoke),
    R::open("GET /oauth/v1/access-tokens/{token}", E::AccessTokenInfo),
    R::open("GET /oauth/v1/refresh-tokens/{token}", E::RefreshTokenInfo),
    R::open(
        "DELETE /oauth/v1/refresh-tokens/{token}",
        E::RefreshTokenDelete,
    ),
    R::guarded("GET /account-info/{v}/details", E::AccountDetails, OAUTH),
    R::guarded(
        "DELETE /appinstalls/{v}/external-install",
        E::Uninstall,
        OAUTH,
    ),
];
