//! How an account is connected, as people see it.

use domain::HubId;
use serde::Serialize;

/// How an account is connected.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionView {
    /// The account; absent before the first authorisation.
    pub id: Option<HubId>,
    /// Its domain name, for people to recognise it.
    pub domain: Option<String>,
    /// Host of HubSpot's app for this account.
    pub ui_domain: Option<String>,
    /// In which state the connection is.
    pub connection: Connection,
    /// Whether the account lets Goodword read its lists.
    pub lists_granted: bool,
    /// Whether the account lets Goodword read its deals.
    pub deals_granted: bool,
}

/// The state of a connection as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Connection {
    /// HubSpot lets us in.
    Connected,
    /// The grant is gone; connecting again helps.
    Disconnected,
    /// HubSpot refuses the app itself: its client secret is wrong. Only the operator can help.
    Misconfigured,
}
