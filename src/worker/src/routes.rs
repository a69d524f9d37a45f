//! Which family of routes a request belongs to. The hot ones come before the API's router.

use web_sys::Request;
use worker::{Context, Env};

use crate::incoming::{self, Incoming};
use crate::journal::Line;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::settings::Settings;
use crate::{api_routes, card_routes, clock, join_routes, oauth_routes, qr_code, redirect};

/// A callback's parameters stand in its address.
const NO_BODY: usize = 0;

/// Answers any request.
pub(crate) async fn answer(request: &Request, env: &Env, context: &Context) -> Reply {
    let url = request.url();
    let target = incoming::target(&url);
    // A link that works leaves no line of its own: the platform counts requests, and there are many.
    if target.starts_with(redirect::PREFIX) {
        return redirect::answer(request, env, context)
            .await
            .unwrap_or_else(Problem::into_reply);
    }
    if target.starts_with(qr_code::PREFIX) {
        return Settings::read(env)
            .and_then(|settings| qr_code::answer(&request.method(), &url, &settings))
            .unwrap_or_else(Problem::into_reply);
    }
    let (family, answer) = if target.starts_with(card_routes::PREFIX) {
        ("card", card(request, env).await)
    } else if target.starts_with(api_routes::PREFIX) {
        ("api", api(request, env).await)
    } else if target.starts_with(oauth_routes::PREFIX) {
        ("oauth", oauth(request, env).await)
    } else if target.starts_with(join_routes::PREFIX) {
        ("join", join(request, env).await)
    } else if is(target, join_routes::SCRIPT_PATH) {
        (
            "script",
            Ok(join_routes::answer_script(request, env, clock::now()).await),
        )
    } else {
        ("none", Err(Problem::no_such_address()))
    };
    let reply = answer.unwrap_or_else(Problem::into_reply);
    Line::about("request")
        .with("family", family)
        .with("method", request.method())
        .with("status", reply.status().as_u16())
        .write();
    reply
}

/// Whether a target is this path, whatever its query.
fn is(target: &str, path: &str) -> bool {
    target
        .strip_prefix(path)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('?'))
}

async fn join(request: &Request, env: &Env) -> Result<Reply, Problem> {
    let settings = Settings::read(env)?;
    let incoming = Incoming::read(request, join_routes::LARGEST_FORM).await?;
    join_routes::answer(&incoming, env, &settings, clock::now()).await
}

async fn card(request: &Request, env: &Env) -> Result<Reply, Problem> {
    let settings = Settings::read(env)?;
    let incoming = Incoming::read(request, card_routes::LARGEST_BODY).await?;
    card_routes::answer(&incoming, env, &settings, clock::now()).await
}

async fn api(request: &Request, env: &Env) -> Result<Reply, Problem> {
    let settings = Settings::read(env)?;
    let incoming = Incoming::read(request, api_routes::LARGEST_BODY).await?;
    api_routes::answer(&incoming, env, &settings, clock::now()).await
}

async fn oauth(request: &Request, env: &Env) -> Result<Reply, Problem> {
    let settings = Settings::read(env)?;
    let incoming = Incoming::read(request, NO_BODY).await?;
    oauth_routes::answer(&incoming, env, &settings, clock::now()).await
}
