//! The Cloudflare Worker: events, routes, Durable Object shells, and the adapters of the ports.
//!
//! The Worker performs and decides nothing. `portal` decides what a portal does, `hubspot` interprets HubSpot, and
//! `domain` knows the destinations of links. This crate checks who asks, uses the platform, and writes responses. No panic
//! can be reached: a panic inside a Durable Object would leave its caller without a response.
//!
//! ARCHITECTURE.md has the map of its rooms. A room uses only the rooms below it.

pub mod platform;

mod adapters;
mod api;
mod card;
mod edge;
mod events;
mod oauth;
mod objects;
mod operator;
mod public;
mod routing;

use worker::{
    Context, Env, MessageBatch, Response, Result, ScheduleContext, ScheduledEvent, event,
};

use events::dispatch::{self, AnyResponse};
use events::wake;

pub use objects::directory_object::DirectoryObject;
pub use objects::portal_object::PortalObject;

/// The description of the API (OpenAPI 3.1), as the dashboard keeps it.
#[cfg(feature = "openapi")]
#[must_use]
pub fn openapi() -> String {
    let text = api::description::document().to_pretty_json();
    text.unwrap_or_default() + "\n"
}

#[event(start)]
fn start() {
    domain::unicode_host::convert_with(platform::unicode_host::in_ascii);
}

#[event(fetch)]
async fn fetch(request: web_sys::Request, env: Env, context: Context) -> Result<Response> {
    match dispatch::respond(&request, &env, &context).await {
        AnyResponse::Made(reply) => reply.into_platform(),
        AnyResponse::File(file) => Ok(file),
    }
}

#[event(scheduled)]
async fn scheduled(_: ScheduledEvent, env: Env, _: ScheduleContext) {
    wake::call_due(&env).await;
}

#[event(queue)]
async fn queue(batch: MessageBatch<String>, env: Env, _: Context) -> Result<()> {
    wake::take_batch(&batch, &env).await;
    Ok(())
}
