//! Connects the account as its admin does: from the Worker to HubSpot's consent page, and back with a code for the
//! Worker, which responds with a session.

use anyhow::{Context, Result, ensure};
use url::Url;

use super::session::Session;
use crate::http::Client;

/// The body that the consent page's form sends for its first account when its first button is pressed.
const CONSENT: &str = "decision=connect";

/// Connects the sandbox's account at `hubspot` to the Worker at `worker`.
pub(super) fn connect(worker: &str, hubspot: &str) -> Result<Session> {
    let mut session = Session::new(worker);
    let start = session.visit("/hubspot/oauth/start")?;
    let authorize = Url::parse(start.location()?).context("no address of a consent page")?;
    ensure!(
        authorize.as_str().starts_with(hubspot),
        "the Worker sends its users to {authorize}"
    );
    // HubSpot's pages get no cookie of the Worker: HubSpot is another site.
    let browser = Client::new();
    let consent = browser.get(authorize.as_str())?;
    ensure!(
        consent.status.is_success(),
        "HubSpot answers {} to {authorize}",
        consent.status
    );
    let sent = browser.post(
        authorize.as_str(),
        &[("content-type", "application/x-www-form-urlencoded")],
        CONSENT,
    )?;
    let callback = authorize
        .join(sent.location()?)
        .context("no address of a callback")?;
    let connected = session.visit(callback.as_str())?;
    let dashboard = connected.location().context("the callback")?;
    ensure!(
        dashboard == "/" || dashboard.trim_end_matches('/') == worker,
        "connecting ends at {dashboard}"
    );
    let signed_in = session.read("/api/session")?;
    let state = signed_in
        .pointer("/portal/connection")
        .and_then(|state| state.as_str());
    ensure!(state == Some("connected"), "not connected: {signed_in}");
    Ok(session)
}
