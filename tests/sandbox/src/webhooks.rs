//! Webhooks: what happened in a portal, posted to the app.
//!
//! Changes become [`events`] for every active subscription of an app that is connected. Events
//! wait a moment, so that many travel in one post; some are doubled, some overtake each other, as
//! HubSpot warns they may. The library yields the posts that are due and takes what came of them;
//! it sends nothing itself, so that a simulation can deliver over virtual time.

mod ascii;
mod deliveries;
mod events;
mod subscription;

pub use deliveries::Delivery;
pub(crate) use deliveries::Webhooks;
pub(crate) use events::{Origin, describe};
pub use subscription::{Subscription, WebhookSettings};
