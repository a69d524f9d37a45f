//! `/oauth/authorize`: the page on which a user of a portal gives consent.
//!
//! `GET` shows the page. `POST` to the same URL with the form fields `account` (a portal id) and
//! `decision` (`connect` or `cancel`) answers with the redirect; a script may post it without
//! reading the page first. An error in the URL is shown on a page and never redirects, because
//! nothing may be sent to a redirect URL that is not registered.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::{
    App, consent_page,
    grants::{Access, Code, Grants},
};
use crate::{
    http::{Query, Request, Response},
    portal::Portal,
    settings::Settings,
};

/// The validated parameters of an authorise URL.
struct AuthorizeParameters {
    redirect_uri: String,
    scopes: Vec<String>,
    state: Option<String>,
    challenge: Option<String>,
}

/// Shows the page, or handles the decision.
pub(crate) fn authorize(
    grants: &mut Grants,
    app: &App,
    portals: &BTreeMap<u64, Portal>,
    settings: &Settings,
    request: &Request,
    now: i64,
) -> Response {
    let asked = match validate(app, &request.query()) {
        Ok(asked) => asked,
        Err(what) => return Response::html(400, consent_page::refusal(&what)),
    };
    match request.method.as_str() {
        "GET" => Response::html(200, consent_page::consent(app, portals, &asked.scopes)),
        "POST" => decide(grants, app, portals, settings, asked, &request.form(), now),
        _ => Response::empty(405).with_header("allow", "GET, POST"),
    }
}

fn validate(app: &App, query: &Query) -> Result<AuthorizeParameters, String> {
    if query.first("client_id") != Some(&app.client_id) {
        return Err("Couldn't find an app with this client ID.".to_owned());
    }
    let redirect_uri = query.first("redirect_uri").unwrap_or_default();
    if !app.redirects_to(redirect_uri) {
        return Err("Redirect URL doesn't match the one registered for the app.".to_owned());
    }
    let listed = |name: &str| -> BTreeSet<String> {
        let text = query.first(name).unwrap_or_default();
        text.split([' ', '+'])
            .filter(|scope| !scope.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (scopes, optional) = (listed("scope"), listed("optional_scope"));
    let required: BTreeSet<String> = app.scopes.required.iter().cloned().collect();
    let declared: BTreeSet<String> = required
        .iter()
        .chain(&app.scopes.optional)
        .cloned()
        .collect();
    let name = |scopes: Vec<&String>| {
        scopes
            .into_iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let lacking: Vec<&String> = required.difference(&scopes).collect();
    if !lacking.is_empty() {
        let lacking = name(lacking);
        return Err(format!(
            "The URL leaves out scopes that the app requires: {lacking}."
        ));
    }
    let undeclared: Vec<&String> = scopes
        .union(&optional)
        .filter(|it| !declared.contains(*it))
        .collect();
    if !undeclared.is_empty() {
        let undeclared = name(undeclared);
        return Err(format!(
            "The app hasn't declared the scopes that the URL asks for: {undeclared}."
        ));
    }
    let challenge = query.first("code_challenge").map(str::to_owned);
    if challenge.is_some() && query.first("code_challenge_method") != Some("S256") {
        return Err("The code challenge method must be S256.".to_owned());
    }
    Ok(AuthorizeParameters {
        redirect_uri: redirect_uri.to_owned(),
        scopes: scopes.union(&optional).cloned().collect(),
        state: query.first("state").map(str::to_owned),
        challenge,
    })
}

fn decide(
    grants: &mut Grants,
    app: &App,
    portals: &BTreeMap<u64, Portal>,
    settings: &Settings,
    asked: AuthorizeParameters,
    form: &Query,
    now: i64,
) -> Response {
    let account = match form.first("account") {
        None => portals.values().next(),
        Some(account) => account.parse().ok().and_then(|id: u64| portals.get(&id)),
    };
    let Some(portal) = account else {
        return Response::html(400, consent_page::refusal("That account doesn't exist."));
    };
    let parameters = match form.first("decision") {
        Some("connect") => {
            let access = Access {
                portal: portal.id,
                app: app.id,
                user: portal.users.first().map_or(0, |user| user.id),
                scopes: asked.scopes,
            };
            let code = grants.issue_code(Code {
                access,
                redirect_uri: asked.redirect_uri.clone(),
                challenge: asked.challenge,
                expires_at: now + settings.code_life_ms,
            });
            vec![("code", code)]
        }
        Some("cancel") => vec![
            ("error", "access_denied".to_owned()),
            ("error_description", "User denied access".to_owned()),
        ],
        _ => return Response::html(400, consent_page::refusal("Connect or cancel?")),
    };
    let state = asked.state.map(|state| ("state", state));
    Response::redirect(&with_query(
        &asked.redirect_uri,
        parameters.into_iter().chain(state),
    ))
}

/// Adds parameters to a URL that was validated before.
pub(super) fn with_query<'a>(
    url: &str,
    parameters: impl Iterator<Item = (&'a str, String)>,
) -> String {
    match Url::parse(url) {
        Ok(mut url) => {
            url.query_pairs_mut().extend_pairs(parameters);
            url.into()
        }
        // A registered text that is not a URL is used as it is: the browser shows the error.
        Err(_) => url.to_owned(),
    }
}
