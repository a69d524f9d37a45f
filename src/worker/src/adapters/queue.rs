//! The queue: messages about portals, and sending them.
//!
//! A message is JSON of [`QueueMessage`]. Messages of the deployment before may still be in the queue after an update.
//! Then a wake was a bare portal id, and clicks were a portal id, a line break, and JSON. Both are still read: clicks
//! must not be lost.

use domain::HubId;
use portal::VisitReport;
use serde::{Deserialize, Serialize};
use worker::{Env, Queue};

/// The binding's name in wrangler.toml.
const BINDING: &str = "WAKE";

/// A message about one portal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum QueueMessage {
    /// The portal has work that is due.
    Wake(HubId),
    /// These clicks could not be reported to the portal.
    Clicks(HubId, Vec<VisitReport>),
}

impl QueueMessage {
    /// Reads a message. `None`: it is none, and can be dropped.
    pub(crate) fn read(text: &str) -> Option<Self> {
        // From bytes, as everywhere: each reader type would add another copy of serde_json to the wasm.
        serde_json::from_slice(text.as_bytes())
            .ok()
            .or_else(|| Self::read_former(text))
    }

    /// Reads a message of the form that was used before.
    fn read_former(text: &str) -> Option<Self> {
        match text.split_once('\n') {
            None => text.parse().ok().map(Self::Wake),
            Some((portal, clicks)) => {
                let clicks = serde_json::from_slice(clicks.as_bytes()).ok()?;
                Some(Self::Clicks(portal.parse().ok()?, clicks))
            }
        }
    }

    /// Returns the message as text. `None` if it cannot be written as JSON.
    pub(crate) fn text(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }
}

/// Takes the binding.
///
/// # Errors
/// When the deployment lacks it.
pub(crate) fn open(env: &Env) -> worker::Result<Queue> {
    env.queue(BINDING)
}

/// Sends one message.
///
/// # Errors
/// When the queue does not take it.
pub(crate) async fn send(env: &Env, message: &QueueMessage) -> worker::Result<()> {
    let text = serde_json::to_string(message)?;
    open(env)?.send(text).await
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLICK: &str =
        r#"{"id":"a","code":"K7Q2M0X49B","at_ms":5,"machine":null,"visitor":"v","network":"n"}"#;

    fn portal_and_clicks(message: &QueueMessage) -> (&str, Option<usize>) {
        match message {
            QueueMessage::Wake(portal) => (portal.as_str(), None),
            QueueMessage::Clicks(portal, clicks) => (portal.as_str(), Some(clicks.len())),
        }
    }

    #[test]
    fn a_message_is_read_as_it_was_written() {
        let clicks = serde_json::from_str(&format!("[{CLICK},{CLICK}]")).unwrap();
        for (message, expected) in [
            (QueueMessage::Wake(7.into()), ("7", None)),
            (QueueMessage::Clicks(8.into(), clicks), ("8", Some(2))),
        ] {
            let read = QueueMessage::read(&message.text().unwrap()).unwrap();
            assert_eq!(portal_and_clicks(&read), expected);
        }
    }

    #[test]
    fn messages_of_the_former_deployment_are_still_read() {
        let wake = QueueMessage::read("7").unwrap();
        assert_eq!(portal_and_clicks(&wake), ("7", None));
        let clicks = QueueMessage::read(&format!("8\n[{CLICK}]")).unwrap();
        assert_eq!(portal_and_clicks(&clicks), ("8", Some(1)));
    }

    #[test]
    fn other_text_is_no_message() {
        for text in [
            "",
            "x",
            "0",
            "\"7\"",
            "7\n",
            "7\n{}",
            "x\n[]",
            "{}",
            "[]",
            "{\"wake\":\"x\"}",
        ] {
            assert!(QueueMessage::read(text).is_none(), "{text}");
        }
    }
}
