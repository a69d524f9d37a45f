//! The state of an account's connection, as people see it.

use domain::HubId;
use serde::Serialize;

/// The connection of an account to HubSpot.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionView {
    /// The account's id; null before the first authorisation.
    pub id: Option<HubId>,
    /// The account's domain name, by which people recognise it.
    pub domain: Option<String>,
    /// The host of HubSpot's app for this account.
    pub ui_domain: Option<String>,
    /// The state of the connection.
    pub connection: Connection,
    /// What HubSpot does not let Goodword do for any sync, in words; null if nothing.
    pub denied: Option<String>,
    /// Whether the account permits Goodword to read its lists; after a loss of the connection, whether it did before.
    pub lists_granted: bool,
    /// Whether the account permits Goodword to read its deals; after a loss of the connection, whether it did before.
    pub deals_granted: bool,
    /// How often everybody was signed out of the account. A session carries the number at its beginning.
    pub session_epoch: u32,
}

/// The state of a connection as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Connection {
    /// HubSpot accepts the grant.
    Connected,
    /// The grant has ended; connecting again restores it.
    Disconnected,
    /// HubSpot refuses the app itself: its client secret is wrong. Only the operator can help.
    Misconfigured,
}
