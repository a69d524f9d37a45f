//! `/hubspot/oauth/*`: a person connects an account, and is signed in by it.

mod connect;
mod pages;
mod state;

use hubspot::Secret;
use hubspot::oauth::{Callback, CallbackProblem, authorize_url};
use jiff::Timestamp;
use worker::Env;

use self::connect::{Connected, connect};
use self::pages::Trouble;
use self::state::Verdict;
use crate::incoming::Incoming;
use crate::journal::Line;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::settings::{OAUTH_CALLBACK_PATH, Settings};

/// Where a person begins.
const START_PATH: &str = "/hubspot/oauth/start";

/// What all of these paths begin with.
pub(crate) const PREFIX: &str = "/hubspot/";

/// Exactly the `requiredScopes` of the app's `app-hsmeta.json`: HubSpot refuses any other set.
const SCOPES: [&str; 4] = [
    "oauth",
    "crm.objects.contacts.read",
    "crm.objects.contacts.write",
    "crm.schemas.contacts.write",
];

/// Answers a request below [`PREFIX`].
///
/// # Errors
/// A problem for what no browser is sent to.
pub(crate) async fn answer(
    incoming: &Incoming,
    env: &Env,
    settings: &Settings,
    now: Timestamp,
) -> Result<Reply, Problem> {
    let path = incoming.path();
    if !matches!(path, START_PATH | OAUTH_CALLBACK_PATH) {
        return Err(Problem::no_such_address());
    }
    if incoming.method != "GET" {
        return Err(Problem::method("GET"));
    }
    if path == START_PATH {
        return Ok(start(settings, now));
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

fn start(settings: &Settings, now: Timestamp) -> Reply {
    let fresh = state::fresh();
    let redirect_uri = settings.redirect_uri();
    let client_id = &settings.client.id;
    let address = authorize_url(
        &settings.app_origin,
        client_id,
        &redirect_uri,
        &SCOPES,
        &[],
        &fresh,
    );
    let mut reply = Reply::found(&address);
    state::begin(&mut reply, &fresh, settings, now);
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
            believe(incoming, &state, settings, now)?;
            let connected = connect(env, settings, &code).await?;
            sign_in(&connected, "/", &state, settings, now)
        }
        // There is no state in this flow, so anybody may have led the browser here: the account that
        // agreed is connected, but nobody is signed in by it.
        Callback::Seamless { code, return_url } => {
            connect(env, settings, &code).await?;
            Ok(Reply::found(return_url.as_str()))
        }
        Callback::PartnerAuthorize { return_url } => {
            let fresh = state::fresh();
            let mut reply = Reply::found(&return_url.with_state(&fresh));
            state::begin(&mut reply, &fresh, settings, now);
            Ok(reply)
        }
        Callback::PartnerFinalize {
            code,
            state,
            return_url,
        } => {
            believe(incoming, &state, settings, now)?;
            let connected = connect(env, settings, &code).await?;
            sign_in(&connected, return_url.as_str(), &state, settings, now)
        }
    }
}

fn believe(
    incoming: &Incoming,
    state: &Secret,
    settings: &Settings,
    now: Timestamp,
) -> Result<(), Trouble> {
    match state::judge(incoming, state, settings, now) {
        Verdict::Good => Ok(()),
        Verdict::Used => Err(Trouble::Repeated),
        Verdict::Unknown => Err(Trouble::Expired),
        Verdict::Foreign => Err(Trouble::Foreign),
    }
}

fn sign_in(
    connected: &Connected,
    location: &str,
    state: &Secret,
    settings: &Settings,
    now: Timestamp,
) -> Result<Reply, Trouble> {
    let session = connected.session().ok_or(Trouble::Nameless)?;
    let mut reply = Reply::found(location);
    session.begin(&mut reply, settings, now);
    state::finish(&mut reply, state, settings, now);
    Ok(reply)
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
