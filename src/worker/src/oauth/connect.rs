//! From a code to a connected account: exchange the code, find the owner of the grant, hand the grant to the portal.

use domain::HubId;
use hubspot::oauth::{self, Grant, GrantFailure, Introspection, granted, introspect, introspected};
use hubspot::{Secret, accept};
use portal::Connect;
use serde::Deserialize;
use worker::Env;

use super::extras::Extras;
use super::pages::Trouble;
use crate::adapters::hubspot_transport::HubSpotTransport;
use crate::adapters::internal_routes;
use crate::adapters::portal_stub::{InternalRequest, Portals};
use crate::edge::reply::Reply;
use crate::edge::session::Session;
use crate::edge::settings::Settings;
use crate::platform::log::Line;

/// A grant that is not stored yet, and its owner.
pub(super) struct Given {
    grant: Grant,
    owner: Option<Introspection>,
}

/// Exchanges the code.
pub(super) async fn exchange(settings: &Settings, code: &Secret) -> Result<Given, Trouble> {
    let transport = HubSpotTransport::new(settings.api_origin.clone());
    let call = oauth::exchange(&settings.client, code, &settings.redirect_uri());
    let mut grant = granted(transport.perform(&call, None).await).map_err(Trouble::from)?;
    let owner = owner(&transport, settings, &grant).await;
    if let Some(told) = &owner {
        if told
            .app_id
            .as_ref()
            .is_some_and(|id| *id != settings.app_id)
        {
            let what = "The setting HUBSPOT_APP_ID names another app than HUBSPOT_CLIENT_ID.";
            return Err(Trouble::Misconfigured(what.to_owned()));
        }
        if grant.scopes.is_empty() {
            grant.scopes.clone_from(&told.scopes);
        }
    }
    Ok(Given { grant, owner })
}

impl Given {
    /// Returns the permissions that the account would lose if this grant were stored.
    pub(super) async fn lost(&self, env: &Env) -> Result<Extras, Trouble> {
        let all = Extras {
            lists: true,
            deals: true,
        };
        let missing = all.without(Extras::granted(&self.grant.scopes));
        if missing == Extras::default() {
            return Ok(missing);
        }
        let reply = send(
            env,
            &self.grant.hub_id,
            &InternalRequest::get(internal_routes::CONNECTION),
        )
        .await?;
        let Ok(known) = serde_json::from_slice::<Known>(reply.body()) else {
            return Ok(Extras::default());
        };
        Ok(Extras {
            lists: missing.lists && known.lists_granted,
            deals: missing.deals && known.deals_granted,
        })
    }
}

/// Connects the account. Returns the session of the person who did it, if HubSpot names the person.
pub(super) async fn connect(env: &Env, given: Given) -> Result<Option<Session>, Trouble> {
    let Given { grant, owner } = given;
    let hub_id = grant.hub_id.clone();
    let (user_id, user_email, domain) = match owner {
        Some(told) => (told.user_id, told.user_email, told.hub_domain),
        None => (None, None, None),
    };
    let user_id = grant.user_id.clone().or(user_id);
    let epoch = store(env, grant, domain.clone()).await?;
    Line::about("oauth.connected").id("portal", &hub_id).write();
    Ok(user_id.map(|user_id| Session {
        hub_id,
        domain,
        user_id,
        user_email,
        epoch,
    }))
}

/// Finds the owner of the grant. Without a response the account is connected all the same, and only less is known.
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

/// Hands the grant to the portal. Returns the epoch of the sessions that begin now.
async fn store(env: &Env, grant: Grant, domain: Option<String>) -> Result<u32, Trouble> {
    let hub_id = grant.hub_id;
    let grant = Connect {
        hub_id: hub_id.clone(),
        access_token: grant.access_token.expose().to_owned(),
        refresh_token: grant.refresh_token.expose().to_owned(),
        expires_in_seconds: u32::try_from(grant.expires_in_seconds).unwrap_or(u32::MAX),
        scopes: grant.scopes,
        domain,
        ui_domain: None,
    };
    let body = serde_json::to_string(&grant).map_err(|_| Trouble::PortalSilent)?;
    let request = InternalRequest::post(internal_routes::CONNECT, Some(&body));
    let reply = send(env, &hub_id, &request).await?;
    if reply.status().is_success() {
        let stored: Stored =
            serde_json::from_slice(reply.body()).map_err(|_| Trouble::PortalSilent)?;
        return Ok(stored.session_epoch);
    }
    Line::about("oauth.not_stored")
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

async fn send(env: &Env, portal: &HubId, request: &InternalRequest<'_>) -> Result<Reply, Trouble> {
    let portals = Portals::open(env)
        .map_err(|problem| Trouble::Misconfigured(problem.detail().to_owned()))?;
    let response = portals.send(portal, request).await;
    response
        .map(|response| response.reply)
        .map_err(|_| Trouble::PortalSilent)
}

/// The members of the connection that matter here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Known {
    lists_granted: bool,
    deals_granted: bool,
}

/// The member of the response to a grant that matters here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    session_epoch: u32,
}

/// The members of a portal's problem that the person sees.
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
