//! Requests and responses as they cross the wire, and what every room above needs to handle them: problems, pages,
//! cookies, sessions, settings.

pub(crate) mod cookies;
pub(crate) mod headers;
pub(crate) mod host;
pub(crate) mod incoming;
pub(crate) mod json;
pub(crate) mod network;
pub(crate) mod pages;
pub(crate) mod problem;
pub(crate) mod reply;
pub(crate) mod server_timing;
pub(crate) mod session;
pub(crate) mod settings;
pub(crate) mod signing;
pub(crate) mod url_parts;
