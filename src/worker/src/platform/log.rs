//! The log: one line with one JSON object for each event. Cloudflare's log search reads the keys.
//!
//! A line holds only ids, counts, statuses and our own names. It never holds a token, a secret, an e-mail address or a
//! query string.

use serde_json::{Map, Value};

/// One line that is being built.
#[derive(Debug)]
#[must_use = "a line is written by `write` or `warn`"]
pub(crate) struct Line(Map<String, Value>);

impl Line {
    /// Begins a line about an event, named by a fixed word.
    pub(crate) fn about(event: &'static str) -> Self {
        let mut fields = Map::new();
        fields.insert("event".to_owned(), event.into());
        Self(fields)
    }

    /// Adds a field.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// Adds an identity or another value by its printed form.
    pub(crate) fn id(self, name: &'static str, value: &impl std::fmt::Display) -> Self {
        self.with(name, value.to_string())
    }

    /// Writes an expected event.
    pub(crate) fn write(self) {
        let text = Value::Object(self.0).to_string();
        #[cfg(target_arch = "wasm32")]
        worker::console_log!("{text}");
        #[cfg(not(target_arch = "wasm32"))]
        println!("{text}");
    }

    /// Writes an event that somebody should look at.
    pub(crate) fn warn(self) {
        let text = Value::Object(self.0).to_string();
        #[cfg(target_arch = "wasm32")]
        worker::console_error!("{text}");
        #[cfg(not(target_arch = "wasm32"))]
        eprintln!("{text}");
    }
}
