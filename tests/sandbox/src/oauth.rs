//! OAuth: the app, the consent page, and the tokens that portals have granted to the app.
//!
//! [`grants`] stores codes and tokens and decides what happens to them. [`authorize`] is the
//! consent page. [`token`] and [`inspect`] answer the token endpoints.

mod app;
mod authorize;
mod consent_page;
mod grants;
mod inspect;
mod install;
mod pkce;
mod refusal;
pub(crate) mod scopes;
mod token;

pub use app::App;
pub(crate) use authorize::authorize;
pub(crate) use grants::{Access, Grants};
pub(crate) use inspect::{
    access_token_info, introspect, refresh_token_delete, refresh_token_info, revoke,
};
pub(crate) use install::{install_from_marketplace, installed_page};
pub use refusal::RefreshRefusal;
pub(crate) use token::token;
