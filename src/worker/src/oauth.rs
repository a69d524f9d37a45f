//! `/hubspot/oauth/*`: a person connects an account, and is signed in by that.
//!
//! Each sign-in connects the account again: HubSpot makes a new grant, with only the permissions that were asked for. If
//! the account has given an optional permission before, it is asked for again, so that a grant without it does not replace
//! one with it.

mod connect;
mod extras;
mod pages;
mod state;
mod way_back;

use hubspot::Secret;
use hubspot::oauth::{Callback, CallbackProblem, authorize_url};
use jiff::Timestamp;
use url::form_urlencoded;
use worker::Env;

use self::connect::{connect, exchange};
use self::extras::Extras;
use self::pages::Trouble;
use self::state::{Attempt, Verdict};
use self::way_back::WayBack;
use crate::edge::incoming::Incoming;
use crate::edge::problem::Problem;
use crate::edge::reply::Reply;
use crate::edge::session::Session;
use crate::edge::settings::{OAUTH_CALLBACK_PATH, OAUTH_START_PATH, Settings};
use crate::platform::log::Line;

/// The beginning of all of these paths.
pub(crate) const PREFIX: &str = "/hubspot/";

/// Exactly the `requiredScopes` of the app's `app-hsmeta.json`: HubSpot refuses any other set.
const SCOPES: [&str; 4] = [
    "oauth",
    "crm.objects.contacts.read",
    "crm.objects.contacts.write",
    "crm.schemas.contacts.write",
];

/// Responds to a request below [`PREFIX`].
///
/// # Errors
/// A problem for every address to which no browser is sent.
pub(crate) async fn respond(
    incoming: &Incoming,
    env: &Env,
    settings: &Settings,
    now: Timestamp,
) -> Result<Reply, Problem> {
    let path = incoming.path();
    if !matches!(path, OAUTH_START_PATH | OAUTH_CALLBACK_PATH) {
        return Err(Problem::no_such_address());
    }
    if incoming.method != "GET" {
        return Err(Problem::method("GET"));
    }
    if path == OAUTH_START_PATH {
        let attempt = wanted(incoming.query(), settings);
        return Ok(start(attempt, incoming, settings, now));
    }
    match callback(incoming, env, settings, now).await {
        Ok(reply) => Ok(reply),
        Err(trouble) => {
            let line = Line::about("oauth.trouble").with("trouble", trouble.name());
            if trouble.is_ours() {
                line.warn();
            } else {
                line.write();
            }
            Ok(trouble.into_reply())
        }
    }
}

/// Reads the wishes of the page that led here. An invalid wish is left out: the person still gets to HubSpot.
fn wanted(query: &str, settings: &Settings) -> Attempt {
    let given = |name: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(own, _)| own == name)
            .map(|(_, text)| text)
    };
    let way_back = given("return").and_then(|text| WayBack::parse(&text, &settings.public_origin));
    Attempt {
        way_back: way_back.unwrap_or_default(),
        extras: given("scopes").map_or_else(Extras::default, |text| Extras::named(&text)),
    }
}

fn start(attempt: Attempt, incoming: &Incoming, settings: &Settings, now: Timestamp) -> Reply {
    let fresh = state::fresh();
    let redirect_uri = settings.redirect_uri();
    let client_id = &settings.client.id;
    let address = authorize_url(
        &settings.app_origin,
        client_id,
        &redirect_uri,
        &SCOPES,
        &attempt.extras.scopes(),
        &fresh,
    );
    let mut reply = Reply::found(&address);
    state::begin(&mut reply, incoming, &fresh, attempt, settings, now);
    reply
}

async fn callback(
    incoming: &Incoming,
    env: &Env,
    settings: &Settings,
    now: Timestamp,
) -> Result<Reply, Trouble> {
    let callback = Callback::parse(incoming.query(), &settings.app_origin)?;
    match callback {
        Callback::Refused { error, description } => Err(Trouble::Refused {
            denied: error == "access_denied",
            words: description,
        }),
        Callback::Code { code, state } => {
            let attempt = verify(incoming, &state, settings, now)?;
            let given = exchange(settings, &code).await?;
            // A permission that was asked for and not given was refused, or the account cannot give it.
            let lost = given.lost(env).await?.without(attempt.extras);
            if lost != Extras::default() {
                let extras = attempt.extras.and(lost);
                let attempt = Attempt { extras, ..attempt };
                return Ok(start(attempt, incoming, settings, now));
            }
            let session = connect(env, given).await?.ok_or(Trouble::Nameless)?;
            let location = attempt.way_back.after(&session.hub_id);
            Ok(sign_in(&session, location, &state, incoming, settings, now))
        }
        // This flow has no state, so that any site may have sent the browser here. The account that agreed is
        // connected, but nobody is signed in by it.
        Callback::Seamless { code, return_url } => {
            connect(env, exchange(settings, &code).await?).await?;
            Ok(Reply::found(return_url.as_str()))
        }
        Callback::PartnerAuthorize { return_url } => {
            let fresh = state::fresh();
            let mut reply = Reply::found(&return_url.with_state(&fresh));
            let attempt = Attempt::default();
            state::begin(&mut reply, incoming, &fresh, attempt, settings, now);
            Ok(reply)
        }
        Callback::PartnerFinalize {
            code,
            state,
            return_url,
        } => {
            verify(incoming, &state, settings, now)?;
            let given = exchange(settings, &code).await?;
            let session = connect(env, given).await?.ok_or(Trouble::Nameless)?;
            let location = return_url.as_str();
            Ok(sign_in(&session, location, &state, incoming, settings, now))
        }
    }
}

fn verify(
    incoming: &Incoming,
    state: &Secret,
    settings: &Settings,
    now: Timestamp,
) -> Result<Attempt, Trouble> {
    match state::judge(incoming, state, settings, now) {
        Verdict::Good(attempt) => Ok(attempt),
        Verdict::Used => Err(Trouble::Repeated),
        Verdict::Unknown => Err(Trouble::Expired),
        Verdict::Foreign => Err(Trouble::Foreign),
    }
}

fn sign_in(
    session: &Session,
    location: &str,
    state: &Secret,
    incoming: &Incoming,
    settings: &Settings,
    now: Timestamp,
) -> Reply {
    let mut reply = Reply::found(location);
    session.begin(&mut reply, incoming, settings, now);
    state::finish(&mut reply, incoming, state, settings, now);
    reply
}

impl From<CallbackProblem> for Trouble {
    fn from(problem: CallbackProblem) -> Self {
        match problem {
            CallbackProblem::Empty => Self::NothingToDo,
            CallbackProblem::Unsolicited => Self::Expired,
            CallbackProblem::Ambiguous => Self::Malformed,
            CallbackProblem::ForeignReturnUrl => Self::ForeignReturn,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extras_and_way_back(query: &str) -> (Extras, String) {
        let attempt = wanted(query, &Settings::for_tests());
        let way_back = attempt.way_back.after(&7.into()).to_owned();
        (attempt.extras, way_back)
    }

    #[test]
    fn a_page_names_its_wishes_and_the_person_returns_to_it() {
        for (query, extras, way_back) in [
            ("", "", "/"),
            ("scopes=deals", "deals", "/"),
            ("scopes=lists", "lists", "/"),
            (
                "scopes=lists&return=%2Fa%2F7%2Fsyncs%3Fstep%3D1",
                "lists",
                "/a/7/syncs?step=1",
            ),
            ("return=%2Fa%2F7%2Fusers", "", "/a/7/users"),
            (
                "scopes=everything&return=https%3A%2F%2Fevil.example",
                "",
                "/",
            ),
            ("return=%2F%2Fevil.example%2Fa%2F7&return=%2Fa%2F7", "", "/"),
        ] {
            let expected = (Extras::named(extras), way_back.to_owned());
            assert_eq!(extras_and_way_back(query), expected, "{query}");
        }
    }
}
