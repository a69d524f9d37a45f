//! What a token is, and revoking one: introspection, and the older endpoints with the token in
//! the path.

use serde_json::{Map, Value, json};

use super::{
    App,
    grants::{Access, Grants},
    token::{client, form},
};
use crate::{
    api::Answer,
    errors::Problem,
    http::{Request, Response},
    portal::Portal,
};

/// What looks up the portal of a token.
type Portals = std::collections::BTreeMap<u64, Portal>;

/// `POST /oauth/{v}/token/introspect`.
pub(crate) fn introspect(
    grants: &Grants,
    app: &App,
    portals: &Portals,
    request: &Request,
    now: i64,
) -> Answer {
    let form = form(request)?;
    client(app, &form)?;
    let inactive = || Response::json(200, &json!({ "active": false }));
    // The guide's prose calls the field after the kind of token, the client libraries `token`.
    let names = ["token", "access_token", "refresh_token"];
    let Some(token) = names.into_iter().find_map(|name| form.first(name)) else {
        return Err(Problem::oauth(
            "BAD_TOKEN",
            "invalid_request",
            "missing token",
        ));
    };
    let (mut body, use_) = if let Some((access, left)) = grants.bearer(token, now) {
        let mut body = describe(app, portals, access);
        body.insert("expires_in".to_owned(), (left / 1_000).into());
        (body, "access_token")
    } else if let Some(access) = grants.refresh_token(token) {
        (describe(app, portals, access), "refresh_token")
    } else {
        return Ok(inactive());
    };
    body.insert("active".to_owned(), true.into());
    body.insert("token_use".to_owned(), use_.into());
    Ok(Response::json(200, &body.into()))
}

/// `POST /oauth/{v}/token/revoke`. An unknown token is revoked already.
pub(crate) fn revoke(grants: &mut Grants, app: &App, request: &Request) -> Answer {
    let form = form(request)?;
    client(app, &form)?;
    let token = form.first("token").or_else(|| form.first("refresh_token"));
    grants.kill(token.unwrap_or_default());
    Ok(Response::json(200, &json!({})))
}

/// `GET /oauth/v1/access-tokens/{token}`.
pub(crate) fn access_token_info(
    grants: &Grants,
    app: &App,
    portals: &Portals,
    token: &str,
    now: i64,
) -> Answer {
    let missing = || Problem::not_found("Unable to find the access token");
    let (access, left) = grants.bearer(token, now).ok_or_else(missing)?;
    let mut body = describe(app, portals, access);
    body.insert("token".to_owned(), token.into());
    body.insert("token_type".to_owned(), "access".into());
    body.insert("expires_in".to_owned(), (left / 1_000).into());
    Ok(Response::json(200, &body.into()))
}

/// `GET /oauth/v1/refresh-tokens/{token}`.
pub(crate) fn refresh_token_info(
    grants: &Grants,
    app: &App,
    portals: &Portals,
    token: &str,
) -> Answer {
    let missing = || Problem::not_found("Unable to find the refresh token");
    let access = grants.refresh_token(token).ok_or_else(missing)?;
    let mut body = describe(app, portals, access);
    body.insert("token".to_owned(), token.into());
    body.insert("token_type".to_owned(), "refresh".into());
    Ok(Response::json(200, &body.into()))
}

/// `DELETE /oauth/v1/refresh-tokens/{token}`.
pub(crate) fn refresh_token_delete(grants: &mut Grants, token: &str) -> Response {
    grants.kill(token);
    Response::empty(204)
}

fn describe(app: &App, portals: &Portals, access: &Access) -> Map<String, Value> {
    let portal = portals.get(&access.portal);
    let email = portal.and_then(|portal| {
        let user = portal.users.iter().find(|user| user.id == access.user)?;
        Some(user.email.clone())
    });
    let fields = json!({
        "hub_id": access.portal,
        "user_id": access.user,
        "app_id": app.id,
        "client_id": app.client_id,
        "user": email,
        "hub_domain": portal.map(|portal| portal.domain.clone()),
        "scopes": access.scopes,
        "is_private_distribution": false,
        "signed_access_token": {
            "hubId": access.portal, "userId": access.user, "appId": app.id, "hublet": "na1",
            "scopes": "", "signature": "", "expiresAt": 0, "installingUserId": access.user,
            "isUserLevel": false, "isServiceAccount": false, "isPrivateDistribution": false,
            "newSignature": "", "scopeToScopeGroupPks": "", "trialScopes": "",
            "trialScopeToScopeGroupPks": "",
        },
    });
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
