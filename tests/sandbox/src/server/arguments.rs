//! The command line.

use std::path::PathBuf;

use clap::Parser;
use sandbox::{CardVariables, Settings, WebhookSettings};

use super::latency::Range;

/// A HubSpot that runs on your machine.
#[derive(Debug, Parser)]
#[command(name = "sandbox")]
pub(crate) struct Arguments {
    /// The port on 127.0.0.1; 0 takes any free one.
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,
    /// The number of contacts in each portal at the start.
    #[arg(long, default_value_t = 1_000)]
    contacts: usize,
    /// Determines people, ids and tokens.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The number of portals.
    #[arg(long, default_value_t = 1)]
    portals: usize,
    /// Keeps all record ids within the exact range of JavaScript numbers, so that each record's
    /// page can show cards.
    #[arg(long)]
    ids_within_doubles: bool,
    /// The time that a response takes, in milliseconds.
    #[arg(long, value_name = "A..B")]
    pub(crate) latency_ms: Option<Range>,
    /// A further redirect URL of the app. May be given several times.
    #[arg(long, value_name = "URL")]
    redirect_url: Vec<String>,
    /// The URL to which webhooks are posted.
    #[arg(long, value_name = "URL")]
    pub(crate) webhook_target: Option<String>,
    /// The folder with the record page's script and style.
    #[arg(long, value_name = "DIR")]
    pub(crate) record_assets: Option<PathBuf>,
    /// An origin that cards may fetch from. May be given several times.
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) permitted_fetch: Vec<String>,
    /// A variable of the project's profile, for the card. May be given several times.
    #[arg(long, value_name = "NAME=VALUE", value_parser = variable)]
    pub(crate) card_variable: Vec<(String, String)>,
}

impl Arguments {
    /// Returns the library's settings.
    pub(crate) fn settings(&self, origin: String, start_ms: i64) -> Settings {
        Settings {
            seed: self.seed,
            contacts: self.contacts,
            portals: self.portals,
            ids_beyond_doubles: !self.ids_within_doubles,
            start_ms,
            origin,
            redirect_urls: self.redirect_url.clone(),
            webhooks: WebhookSettings {
                target_url: self.webhook_target.clone(),
                ..WebhookSettings::default()
            },
            permitted_fetch: self.permitted_fetch.clone(),
            card_variables: self
                .card_variable
                .iter()
                .cloned()
                .collect::<CardVariables>(),
            record_har: true,
            ..Settings::default()
        }
    }
}

fn variable(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("a variable is NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}
