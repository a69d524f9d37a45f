//! From a code to a connected account: exchange, ask whose it is, hand the grant to the Portal.

use domain::HubId;
use hubspot::oauth::{
    Grant, GrantFailure, Introspection, exchange, granted, introspect, introspected,
};
use hubspot::{Secret, accept};
use portal::{Connect, PortalRequest};
use serde::Deserialize;
use worker::Env;

use super::pages::Trouble;
use crate::hubspot_transport::HubSpotTransport;
use crate::journal::Line;
use crate::portal_stub::Portals;
use crate::session::Session;
use crate::settings::Settings;

/// An account that is connected now, and who did it.
#[derive(Debug)]
pub(super) struct Connected {
    hub_id: HubId,
    user_id: Option<String>,
    user_email: Option<String>,
}

impl Connected {
    /// The session of the person who connected, if HubSpot says who that is.
    pub(super) fn session(&self) -> Option<Session> {
        let user_id = self.user_id.clone()?;
        let user_email = self.user_email.clone();
        Some(Session {
            hub_id: self.hub_id.clone(),
            user_id,
            user_email,
        })
    }
}

/// Exchanges the code and connects the account that it is for.
pub(super) async fn connect(
    env: &Env,
    settings: &Settings,
    code: &Secret,
) -> Result<Connected, Trouble> {
    let transport = HubSpotTransport::new(settings.api_origin.clone());
    let call = exchange(&settings.client, code, &settings.redirect_uri());
    let grant = granted(transport.perform(&call, None).await).map_err(Trouble::from)?;
    let owner = owner(&transport, settings, &grant).await;
    let (app_id, user_id, user_email, domain) = match owner {
        Some(told) => (told.app_id, told.user_id, told.user_email, told.hub_domain),
        None => (None, None, None, None),
    };
    if app_id.is_some_and(|app_id| app_id != settings.app_id) {
        let what = "The setting HUBSPOT_APP_ID names another app than HUBSPOT_CLIENT_ID.";
        return Err(Trouble::Misconfigured(what.to_owned()));
    }
    let connected = Connected {
        hub_id: grant.hub_id.clone(),
        user_id: grant.user_id.clone().or(user_id),
        user_email,
    };
    keep(env, grant, domain).await?;
    Line::about("oauth.connected")
        .id("portal", &connected.hub_id)
        .write();
    Ok(connected)
}

/// Whose the grant is. Without an answer the account is connected all the same, only less is known.
async fn owner(
    transport: &HubSpotTransport,
    settings: &Settings,
    grant: &Grant,
) -> Option<Introspection> {
    let call = introspect(&settings.client, &grant.access_token);
    accept(transport.perform(&call, None).await)
        .and_then(|reply| introspected(&reply))
        .ok()
        .filter(|told| told.active && told.hub_id.as_ref().is_none_or(|id| *id == grant.hub_id))
}

async fn keep(env: &Env, grant: Grant, domain: Option<String>) -> Result<(), Trouble> {
    let hub_id = grant.hub_id;
    let request = PortalRequest::Connect(Connect {
        hub_id: hub_id.clone(),
        access_token: grant.access_token.expose().to_owned(),
        refresh_token: grant.refresh_token.expose().to_owned(),
        expires_in_seconds: u32::try_from(grant.expires_in_seconds).unwrap_or(u32::MAX),
        scopes: grant.scopes,
        domain,
        ui_domain: None,
    });
    let portals = Portals::open(env)
        .map_err(|problem| Trouble::Misconfigured(problem.detail().to_owned()))?;
    let reply = portals
        .ask(&hub_id, &request)
        .await
        .map_err(|_| Trouble::PortalSilent)?;
    if reply.status().is_success() {
        return Ok(());
    }
    Line::about("oauth.not_kept")
        .id("portal", &hub_id)
        .with("status", reply.status().as_u16())
        .warn();
    Err(match serde_json::from_slice(reply.body()) {
        Ok(Refusal { kind, detail }) if kind.ends_with("misconfigured") => {
            Trouble::Misconfigured(detail)
        }
        _ => Trouble::PortalSilent,
    })
}

/// Of a portal's problem, what is told here.
#[derive(Deserialize)]
struct Refusal {
    #[serde(rename = "type")]
    kind: String,
    detail: String,
}

impl From<GrantFailure> for Trouble {
    fn from(failure: GrantFailure) -> Self {
        match failure {
            GrantFailure::Refused { .. } => Self::CodeRefused,
            GrantFailure::Misconfigured { code } => Self::Misconfigured(format!(
                "HubSpot does not accept this site's client id, client secret or redirect address \
                 ({code})."
            )),
            GrantFailure::Wait(_) => Self::HubSpotSilent,
        }
    }
}
