//! The steps of an API call: find the route, count the call, apply a fault, admit, answer, record.

use crate::{
    api::{Call, EndpointResult},
    dispatch::dispatch,
    errors::{self, Problem},
    faults::{CallDetails, Then, TokenEnd, WrongPage, cut_batch, fault_response, mark_rest},
    http::{Request, Response},
    limits, oauth,
    routes::{self, Endpoint as E, Matched, RateLimit},
    sandbox::Sandbox,
};
use serde_json::json;

pub(crate) fn answer(sandbox: &mut Sandbox, request: &Request, now: i64) -> Response {
    let matched = routes::resolve(request);
    let route = matched
        .as_ref()
        .map_or("unknown", |matched| matched.route.name);
    let call = sandbox.stats.received(route);
    let correlation_id = sandbox.random.uuid();
    let mut response = match matched {
        _ if request.target.len() > LONGEST_TARGET => uri_too_long(),
        Ok(matched) => answer_with_faults(sandbox, request, &matched, now, &correlation_id),
        Err(problem) => problem.into_response(&correlation_id),
    };
    response.call = call;
    sandbox.stats.answered(response.status, response.lost);
    if sandbox.settings.record_har {
        sandbox
            .har
            .record(request, &response, &sandbox.settings.origin, now);
    }
    response
}

/// The longest path and query that is taken. HubSpot's own limit is not documented: clients have met 414 from 8,000
/// characters on (dlt, issue 305), and others from 16,000 (`PostHog`, 31617).
const LONGEST_TARGET: usize = 8_000;

/// Creates a 414, which a proxy sends.
fn uri_too_long() -> Response {
    Response::html(
        414,
        "<html><head><title>414 Request-URI Too Large</title></head></html>".to_owned(),
    )
}

/// Answers a call, or applies the fault that strikes it.
fn answer_with_faults(
    sandbox: &mut Sandbox,
    request: &Request,
    matched: &Matched,
    now: i64,
    correlation_id: &str,
) -> Response {
    let portal = sandbox
        .grants
        .admit(bearer(request), now)
        .ok()
        .map(|access| access.portal);
    let details = CallDetails {
        route: matched.route.name,
        portal,
        path: request.path(),
        has_cursor: request.query().first("after").is_some(),
        body: &request.body,
        now,
    };
    let then = sandbox.faults.strike(&details);
    let mut act = |request: &Request| {
        answer_without_faults(sandbox, request, matched, now)
            .unwrap_or_else(|problem| problem.into_response(correlation_id))
    };
    match then {
        None | Some(Then::Refuse { .. }) => act(request),
        Some(Then::Answer {
            status,
            acted,
            body,
            retry_after,
        }) => {
            if acted {
                act(request);
            }
            fault_response(
                status,
                body.as_ref(),
                retry_after,
                &sandbox.settings,
                correlation_id,
            )
        }
        Some(Then::Timeout { acted, .. }) => {
            let response = if acted {
                act(request)
            } else {
                Response::default()
            };
            Response {
                lost: true,
                ..response
            }
        }
        Some(Then::Partial { partial, status }) => {
            let Some((cut, rest)) = cut_batch(request, partial) else {
                return act(request);
            };
            let answer = (partial > 0).then(|| act(&cut));
            match status.unwrap_or(207) {
                status if !(200..300).contains(&status) => {
                    fault_response(status, None, None, &sandbox.settings, correlation_id)
                }
                _ if answer.as_ref().is_some_and(|it| it.status >= 300) || rest.is_empty() => {
                    answer.unwrap_or_default()
                }
                status => mark_rest(status, answer, &rest),
            }
        }
        Some(Then::Page { page }) => match page {
            WrongPage::Empty => Response::json(200, &json!({ "results": [] })),
            WrongPage::First => {
                let mut first = request.clone();
                if let Some((path, query)) = request.target.split_once('?') {
                    let kept = query.split('&').filter(|part| !part.starts_with("after="));
                    first.target = format!("{path}?{}", kept.collect::<Vec<_>>().join("&"));
                }
                act(&first)
            }
        },
        Some(Then::Token { token }) => {
            match (token, bearer(request), portal) {
                (TokenEnd::Expired, Some(bearer), _) => sandbox.grants.expire(bearer, now),
                (TokenEnd::Revoked, _, Some(portal)) => {
                    sandbox.uninstall(portal);
                }
                _ => {}
            }
            answer_without_faults(sandbox, request, matched, now)
                .unwrap_or_else(|problem| problem.into_response(correlation_id))
        }
    }
}

fn bearer(request: &Request) -> Option<&str> {
    let (scheme, token) = request.header("authorization")?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Answers a call without faults.
fn answer_without_faults(
    sandbox: &mut Sandbox,
    request: &Request,
    matched: &Matched,
    now: i64,
) -> EndpointResult {
    if matched.route.rate_limit == RateLimit::Unlimited {
        return client_call(sandbox, request, matched, now);
    }
    let access = sandbox.grants.admit(bearer(request), now)?;
    let quota = sandbox.settings.quota;
    let others = sandbox.settings.reads.other_apps_search;
    let refusals = sandbox.faults.refusals(access.portal, now);
    let portal = sandbox
        .portals
        .get_mut(&access.portal)
        .ok_or_else(errors::no_credentials)?;
    let lag = sandbox.settings.properties.lag;
    portal.schema.begin_call(now, lag);
    let remaining = match matched.route.rate_limit {
        RateLimit::Rolling => Some(portal.limits.rolling(
            access.app,
            quota,
            sandbox.settings.quota_refusal,
            now,
        )?),
        RateLimit::Search => {
            portal.limits.search(quota, others, now)?;
            None
        }
        RateLimit::Unlimited => None,
    };
    if matched.route.endpoint == E::Uninstall {
        sandbox.grants.uninstall(access.portal, access.app);
        return Ok(Response::empty(204));
    }
    let mut call = Call {
        request,
        matched,
        query: request.query(),
        now,
        access: &access,
        portal,
        settings: &sandbox.settings,
        stats: &mut sandbox.stats,
        random: &mut sandbox.random,
        refusals,
    };
    let answer = answer_admitted(&mut call);
    // A refusal also carries the limit headers, because the call was admitted first.
    let correlation_id = call.random.uuid();
    let response = answer.unwrap_or_else(|problem| problem.into_response(&correlation_id));
    Ok(match remaining {
        Some(remaining) => limits::annotate(response, quota, remaining),
        None => response,
    })
}

/// Answers a call that carries client credentials, or the token in its path.
fn client_call(
    sandbox: &mut Sandbox,
    request: &Request,
    matched: &Matched,
    now: i64,
) -> EndpointResult {
    let (grants, app, portals) = (&mut sandbox.grants, &sandbox.app, &sandbox.portals);
    let token = matched.param("token");
    match matched.route.endpoint {
        E::OAuthToken => oauth::token(grants, app, &sandbox.settings, request, now),
        E::OAuthIntrospect => oauth::introspect(grants, app, portals, request, now),
        E::OAuthRevoke => oauth::revoke(grants, app, request),
        E::AccessTokenInfo => oauth::access_token_info(grants, app, portals, token, now),
        E::RefreshTokenInfo => oauth::refresh_token_info(grants, app, portals, token),
        E::RefreshTokenDelete => Ok(oauth::refresh_token_delete(grants, token)),
        _ => Err(Problem::plain(404, "resource not found")),
    }
}

/// Answers a call that passed the limits.
fn answer_admitted(call: &mut Call<'_>) -> EndpointResult {
    let needed = call.matched.route.scopes;
    if !needed
        .iter()
        .any(|scope| call.access.scopes.iter().any(|held| held == scope))
    {
        return Err(errors::denied(call.settings.denial, needed));
    }
    let writes = matches!(call.request.method.as_str(), "POST" | "PUT" | "PATCH");
    let json = call.request.media_type().as_deref() == Some("application/json");
    if writes && !json && !call.request.body.is_empty() {
        return Err(errors::unsupported_media());
    }
    dispatch(call)
}
