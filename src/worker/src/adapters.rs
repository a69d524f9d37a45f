//! Clients of the services that the Worker calls: HubSpot, LINKS, the dashboard's files, and the Durable Objects as their callers see them.

pub(crate) mod directory_stub;
pub(crate) mod files;
pub(crate) mod host_look;
pub(crate) mod hubspot_transport;
pub(crate) mod internal_routes;
pub(crate) mod link_index;
pub(crate) mod portal_stub;
pub(crate) mod queue;
