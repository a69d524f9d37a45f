//! `/_sandbox/webhooks`: the target URL and the subscriptions of events, and how many events are
//! not yet delivered.

use serde_json::json;

use super::{body, refused};
use crate::{
    WebhookSettings,
    http::{Request, Response},
    sandbox::Sandbox,
};

/// Returns the settings in force.
pub(super) fn show(sandbox: &Sandbox) -> Response {
    Response::json(
        200,
        &json!({
            "settings": sandbox.webhooks.settings,
            "pendingEvents": sandbox.pending_webhook_events(),
        }),
    )
}

/// Replaces the settings. A missing field gets its default.
pub(super) fn change(sandbox: &mut Sandbox, request: &Request) -> Response {
    let settings = match body(request) {
        Ok(settings) => settings,
        Err(refused) => return refused,
    };
    let changed = serde_json::from_value::<WebhookSettings>(settings)
        .map_err(|error| error.to_string())
        .and_then(|settings| sandbox.set_webhooks(settings));
    match changed {
        Ok(()) => show(sandbox),
        Err(fault) => refused(400, &fault),
    }
}
