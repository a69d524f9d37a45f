//! Which family of routes a request belongs to. The hot ones come before the API's router.

use http::StatusCode;
use web_sys::Request;
use worker::{Context, Env, Response};

use crate::adapters::files;
use crate::edge::host::Visited;
use crate::edge::incoming::{self, Incoming};
use crate::edge::pages::Page;
use crate::edge::problem::Problem;
use crate::edge::reply::Reply;
use crate::edge::settings::Settings;
use crate::platform::clock;
use crate::platform::log::Line;
use crate::public::{join as join_routes, link_address, qr_code, redirect};
use crate::{api as api_routes, card as card_routes, oauth as oauth_routes};

/// A callback's parameters stand in its address.
const NO_BODY: usize = 0;

/// What a portal's own host serves besides links and their pictures: paths, and what paths begin with.
const PUBLIC: [&str; 3] = ["/join/", "/referrals", "/ref.js"];

/// An answer to a request.
pub(crate) enum Answer {
    /// Made here.
    Made(Reply),
    /// One of the dashboard's files, passed on.
    File(Response),
}

/// Answers any request.
pub(crate) async fn answer(request: &Request, env: &Env, context: &Context) -> Answer {
    let url = request.url();
    let target = incoming::target(&url);
    let path = target.split_once('?').map_or(target, |(path, _)| path);
    let visited = Visited::of(&url, env);
    // A link that works leaves no line of its own: the platform counts requests, and there are many.
    if path.starts_with(qr_code::PREFIX) {
        let picture = Settings::read(env)
            .and_then(|settings| qr_code::answer(&request.method(), (visited, path), &settings));
        return Answer::Made(picture.unwrap_or_else(Problem::into_reply));
    }
    let is_own = matches!(visited, Visited::Own(_)) && !is_public(path);
    if is_own && path == "/" {
        return Answer::Made(front_page());
    }
    if is_own || path.starts_with(link_address::PREFIX) {
        let led = redirect::answer(request, env, context, (visited, path)).await;
        return Answer::Made(led.unwrap_or_else(Problem::into_reply));
    }
    let (family, answer) = if target.starts_with(card_routes::PREFIX) {
        ("card", card(request, env).await)
    } else if target.starts_with(api_routes::PREFIX) {
        ("api", api(request, env).await)
    } else if target.starts_with(oauth_routes::PREFIX) {
        ("oauth", oauth(request, env).await)
    } else if target.starts_with(join_routes::PREFIX) {
        ("join", join(request, env, visited).await)
    } else if path == join_routes::SCRIPT_PATH {
        let told = join_routes::answer_script(request, env, visited, clock::now()).await;
        ("script", Ok(told))
    } else if visited == Visited::Shared && files::is_page(request, path) {
        match files::answer(request, env).await {
            Ok(file) => return Answer::File(file),
            Err(problem) => ("files", Err(problem)),
        }
    } else {
        ("none", Err(Problem::no_such_address()))
    };
    let reply = answer.unwrap_or_else(Problem::into_reply);
    Line::about("request")
        .with("family", family)
        .with("method", request.method())
        .with("status", reply.status().as_u16())
        .write();
    Answer::Made(reply)
}

/// Whether a path is the same under every host.
fn is_public(path: &str) -> bool {
    PUBLIC
        .iter()
        .any(|public| path == *public || (public.ends_with('/') && path.starts_with(public)))
}

/// What stands at the root of a portal's own host.
fn front_page() -> Reply {
    Page::new(
        "Referral links",
        &["This address serves referral links. Each of them leads on to the page that it recommends."],
        None,
    )
    .into_reply(StatusCode::OK)
}

async fn join(request: &Request, env: &Env, visited: Visited<'_>) -> Result<Reply, Problem> {
    let settings = Settings::read(env)?;
    let incoming = Incoming::read(request, join_routes::LARGEST_FORM).await?;
    join_routes::answer(&incoming, env, (&settings, visited), clock::now()).await
}

async fn card(request: &Request, env: &Env) -> Result<Reply, Problem> {
    let settings = Settings::read(env)?;
    let incoming = Incoming::read(request, card_routes::LARGEST_BODY).await?;
    card_routes::answer(&incoming, env, &settings, clock::now()).await
}

async fn api(request: &Request, env: &Env) -> Result<Reply, Problem> {
    let settings = Settings::read(env)?;
    let incoming = Incoming::read(request, api_routes::LARGEST_BODY).await?;
    api_routes::respond(&incoming, env, &settings, clock::now()).await
}

async fn oauth(request: &Request, env: &Env) -> Result<Reply, Problem> {
    let settings = Settings::read(env)?;
    let incoming = Incoming::read(request, NO_BODY).await?;
    oauth_routes::answer(&incoming, env, &settings, clock::now()).await
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn few_paths_are_the_same_under_every_host() {
        for (path, public) in [
            ("/join/K7Q2M0X49B", true),
            ("/referrals", true),
            ("/ref.js", true),
            ("/join", false),
            ("/referrals-of-ann", false),
            ("/api/session", false),
            ("/card/", false),
            ("/hubspot/oauth/start", false),
            ("/", false),
        ] {
            assert_eq!(is_public(path), public, "{path}");
        }
    }
}
