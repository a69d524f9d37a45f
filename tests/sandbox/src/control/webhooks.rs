//! `/_sandbox/webhooks`: where events go, which, and how many are still on their way.

use serde_json::json;

use super::{body, refused};
use crate::{
    WebhookSettings,
    http::{Request, Response},
    sandbox::Sandbox,
};

/// The settings in force.
pub(super) fn show(sandbox: &Sandbox) -> Response {
    Response::json(
        200,
        &json!({
            "settings": sandbox.webhooks.settings,
            "pendingEvents": sandbox.pending_webhook_events(),
        }),
    )
}

/// Replaces the settings; what is left out takes its default.
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
