//! The Cloudflare Worker: events, routes, Durable Object shells, and the adapters of the ports.
//!
//! It performs and decides nothing. What a portal does is decided in `portal`, what HubSpot means in
//! `hubspot`, where a link leads in `domain`; here is who may ask, how the platform is used, and how an
//! answer looks on the wire. No panic can be reached: one inside a Durable Object would leave its caller
//! without an answer.

pub mod durable_sql;
pub mod platform_entropy;

mod api_routes;
mod card_routes;
mod clock;
mod cookies;
mod directory_object;
mod directory_stub;
mod files;
mod hubspot_transport;
mod incoming;
mod join_routes;
mod journal;
mod link_address;
mod link_index;
mod oauth_routes;
mod outgoing;
mod pages;
mod performer;
mod portal_loop;
mod portal_object;
mod portal_routes;
mod portal_stub;
mod problem;
mod qr_code;
mod redirect;
mod reply;
mod routes;
mod server_timing;
mod session;
mod settings;
mod signing;
mod visited;
mod visits;
mod wake;

use worker::{
    Context, Env, MessageBatch, Response, Result, ScheduleContext, ScheduledEvent, event,
};

use routes::Answer;

pub use directory_object::DirectoryObject;
pub use portal_object::PortalObject;

/// The description of the API (OpenAPI 3.1), as the dashboard keeps it.
#[cfg(feature = "openapi")]
#[must_use]
pub fn openapi() -> String {
    let text = api_routes::description::document().to_pretty_json();
    text.unwrap_or_default() + "\n"
}

#[event(fetch)]
async fn fetch(request: web_sys::Request, env: Env, context: Context) -> Result<Response> {
    match routes::answer(&request, &env, &context).await {
        Answer::Made(reply) => reply.into_platform(),
        Answer::File(file) => Ok(file),
    }
}

#[event(scheduled)]
async fn scheduled(_: ScheduledEvent, env: Env, _: ScheduleContext) {
    wake::call_due(&env).await;
}

#[event(queue)]
async fn queue(batch: MessageBatch<String>, env: Env, _: Context) -> Result<()> {
    wake::wake_portals(&batch, &env).await;
    Ok(())
}
