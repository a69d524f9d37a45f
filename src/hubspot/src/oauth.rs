//! OAuth with HubSpot: asking for a grant, receiving it, refreshing it, and giving it back.

mod authorize;
mod callback;
mod grant;
mod introspection;
mod return_url;
mod token;

pub use authorize::{LISTS_SCOPE, authorize_url};
pub use callback::{Callback, CallbackProblem};
pub use grant::{Grant, GrantFailure, granted};
pub use introspection::{Introspection, introspected};
pub use return_url::ReturnUrl;
pub use token::{Client, exchange, introspect, refresh, revoke, uninstall};
