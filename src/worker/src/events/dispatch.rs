//! HTTP requests by family of routes. The hot ones come before the API.

use http::StatusCode;
use web_sys::Request;
use worker::{Context, Env, Response};

use crate::adapters::files;
use crate::edge::host::Host;
use crate::edge::incoming::Incoming;
use crate::edge::pages::Page;
use crate::edge::problem::Problem;
use crate::edge::reply::Reply;
use crate::edge::settings::Settings;
use crate::edge::url_parts;
use crate::platform::clock;
use crate::platform::log::Line;
use crate::public::{join, link_address, qr_code, redirect};
use crate::{api, card, oauth};

/// The parameters of an OAuth callback stand in its address.
const NO_BODY: usize = 0;

/// The paths that a portal's own host serves beside links and their QR codes. One with a slash at its end is a prefix.
const PUBLIC: [&str; 3] = ["/join/", "/referrals", "/ref.js"];

/// A response to any request.
pub(crate) enum AnyResponse {
    /// Made here.
    Made(Reply),
    /// One of the dashboard's files, passed on.
    File(Response),
}

/// Responds to any request.
pub(crate) async fn respond(request: &Request, env: &Env, context: &Context) -> AnyResponse {
    let url = request.url();
    let target = url_parts::target(&url);
    let path = target.split_once('?').map_or(target, |(path, _)| path);
    let host = Host::of(&url, env);
    // A link that works leaves no line of its own in the log: there are many, and the platform counts requests.
    if path.starts_with(qr_code::PREFIX) {
        let picture = qr_code::respond(request, env, host, path).await;
        return AnyResponse::Made(picture.unwrap_or_else(Problem::into_reply));
    }
    let is_own = matches!(host, Host::Own(_)) && !is_public(path);
    if is_own && path == "/" {
        return AnyResponse::Made(front_page());
    }
    if is_own || path.starts_with(link_address::PREFIX) {
        let redirected = redirect::respond(request, env, context, host, path).await;
        return AnyResponse::Made(redirected.unwrap_or_else(Problem::into_reply));
    }
    let (family, response) = if target.starts_with(card::PREFIX) {
        ("card", to_card(request, env).await)
    } else if target.starts_with(api::PREFIX) {
        ("api", to_api(request, env).await)
    } else if target.starts_with(oauth::PREFIX) {
        ("oauth", to_oauth(request, env).await)
    } else if target.starts_with(join::PREFIX) {
        ("join", to_join(request, env, host).await)
    } else if path == join::SCRIPT_PATH {
        let reply = join::respond_to_script(request, env, host, clock::now()).await;
        ("script", Ok(reply))
    } else if host == Host::Shared && files::is_page(request, path) {
        match files::respond(request, env).await {
            Ok(file) => return AnyResponse::File(file),
            Err(problem) => ("files", Err(problem)),
        }
    } else {
        ("none", Err(Problem::no_such_address()))
    };
    let reply = response.unwrap_or_else(Problem::into_reply);
    Line::about("request")
        .with("family", family)
        .with("method", request.method())
        .with("status", reply.status().as_u16())
        .write();
    AnyResponse::Made(reply)
}

/// Whether a path is the same under every host.
fn is_public(path: &str) -> bool {
    PUBLIC
        .iter()
        .any(|public| path == *public || (public.ends_with('/') && path.starts_with(public)))
}

/// Returns the page at the root of a portal's own host.
fn front_page() -> Reply {
    Page::new(
        "Referral links",
        &["This address serves referral links. Each link leads to the page that it recommends."],
        None,
    )
    .into_reply(StatusCode::OK)
}

async fn to_join(request: &Request, env: &Env, host: Host<'_>) -> Result<Reply, Problem> {
    let settings = Settings::read(env)?;
    let incoming = Incoming::read(request, join::LARGEST_FORM).await?;
    join::respond(&incoming, env, &settings, host, clock::now()).await
}

async fn to_card(request: &Request, env: &Env) -> Result<Reply, Problem> {
    let settings = Settings::read(env)?;
    let incoming = Incoming::read(request, card::LARGEST_BODY).await?;
    card::respond(&incoming, env, &settings, clock::now()).await
}

async fn to_api(request: &Request, env: &Env) -> Result<Reply, Problem> {
    let settings = Settings::read(env)?;
    api::respond(request, env, &settings, clock::now()).await
}

async fn to_oauth(request: &Request, env: &Env) -> Result<Reply, Problem> {
    let settings = Settings::read(env)?;
    let incoming = Incoming::read(request, NO_BODY).await?;
    oauth::respond(&incoming, env, &settings, clock::now()).await
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
