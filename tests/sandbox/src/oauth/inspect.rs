//! Introspection and revocation of tokens, and the older endpoints with the token in the path.

use serde_json::{Map, Value, json};

use super::{
    App,
    grants::{Access, Grants},
    token::{client, form},
};
use crate::{
    api::EndpointResult,
    errors::Problem,
    http::{Request, Response},
    portal::Portal,
};

/// The portals, in which the portal of a token is looked up.
type Portals = std::collections::BTreeMap<u64, Portal>;

/// `POST /oauth/{v}/token/introspect`.
pub(crate) fn introspect(
    grants: &Grants,
    app: &App,
    portals: &Portals,
    request: &Request,
    now: i64,
) -> EndpointResult {
    let form = form(request)?;
    client(app, &form)?;
    let inactive = || Response::json(200, &json!({ "active": false }));
    // The guide's prose names the field after the kind of token; the client libraries call it
    // `token`.
    let names = ["token", "access_token", "refresh_token"];
    let Some(token) = names.into_iter().find_map(|name| form.first(name)) else {
        return Err(Problem::oauth(
            "BAD_TOKEN",
            "invalid_request",
            "missing token",
        ));
    };
    let mut body = if let Some((access, left)) = grants.bearer(token, now) {
        let mut body = describe(portals, access, token);
        body.extend(of_access(app, access, left));
        body.insert("token_use".to_owned(), "access_token".into());
        body
    } else if let Some(access) = grants.refresh_token(token) {
        let mut body = describe(portals, access, token);
        body.insert("app_id".to_owned(), app.id.into());
        body.insert("token_type".to_owned(), "refresh".into());
        body.insert("token_use".to_owned(), "refresh_token".into());
        body
    } else {
        return Ok(inactive());
    };
    body.insert("active".to_owned(), true.into());
    body.insert("client_id".to_owned(), app.client_id.clone().into());
    Ok(Response::json(200, &body.into()))
}

/// `POST /oauth/{v}/token/revoke`. An unknown token counts as revoked.
pub(crate) fn revoke(grants: &mut Grants, app: &App, request: &Request) -> EndpointResult {
    let form = form(request)?;
    client(app, &form)?;
    let token = form.first("token").or_else(|| form.first("refresh_token"));
    grants.end_refresh_token(token.unwrap_or_default());
    Ok(Response::json(200, &json!({})))
}

/// `GET /oauth/v1/access-tokens/{token}`.
pub(crate) fn access_token_info(
    grants: &Grants,
    app: &App,
    portals: &Portals,
    token: &str,
    now: i64,
) -> EndpointResult {
    let missing = || Problem::not_found("Unable to find the access token");
    let (access, left) = grants.bearer(token, now).ok_or_else(missing)?;
    let mut body = describe(portals, access, token);
    body.extend(of_access(app, access, left));
    Ok(Response::json(200, &body.into()))
}

/// `GET /oauth/v1/refresh-tokens/{token}`.
pub(crate) fn refresh_token_info(
    grants: &Grants,
    app: &App,
    portals: &Portals,
    token: &str,
) -> EndpointResult {
    let missing = || Problem::not_found("Unable to find the refresh token");
    let access = grants.refresh_token(token).ok_or_else(missing)?;
    let mut body = describe(portals, access, token);
    body.insert("client_id".to_owned(), app.client_id.clone().into());
    body.insert("token_type".to_owned(), "refresh".into());
    Ok(Response::json(200, &body.into()))
}

/// `DELETE /oauth/v1/refresh-tokens/{token}`.
pub(crate) fn refresh_token_delete(grants: &mut Grants, token: &str) -> Response {
    grants.end_refresh_token(token);
    Response::empty(204)
}

/// Describes any token.
fn describe(portals: &Portals, access: &Access, token: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert("token".to_owned(), token.into());
    fields.insert("hub_id".to_owned(), access.portal.into());
    fields.insert("user_id".to_owned(), access.user.into());
    fields.insert("scopes".to_owned(), access.scopes.clone().into());
    if let Some(portal) = portals.get(&access.portal) {
        fields.insert("hub_domain".to_owned(), portal.domain.clone().into());
        if let Some(user) = portal.users.iter().find(|user| user.id == access.user) {
            fields.insert("user".to_owned(), user.email.clone().into());
        }
    }
    fields
}

/// Describes an access token further.
fn of_access(app: &App, access: &Access, left_ms: i64) -> [(String, Value); 5] {
    let signed = json!({
        "hubId": access.portal, "userId": access.user, "appId": app.id, "hublet": "na1",
        "appInstallId": "", "audience": "", "scopes": "", "signature": "", "expiresAt": 0,
        "installingUserId": access.user, "isUserLevel": false, "isServiceAccount": false,
        "isPrivateDistribution": false, "newSignature": "", "scopeToScopeGroupPks": "",
        "trialScopes": "", "trialScopeToScopeGroupPks": "",
    });
    [
        ("app_id".to_owned(), app.id.into()),
        ("token_type".to_owned(), "access".into()),
        ("expires_in".to_owned(), (left_ms / 1_000).into()),
        ("is_private_distribution".to_owned(), false.into()),
        ("signed_access_token".to_owned(), signed),
    ]
}
