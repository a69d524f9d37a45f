//! Webhooks: changes in a portal, posted to the app.
//!
//! Changes become [`events`] for each active subscription of a connected app. Events wait a moment,
//! so that many travel in one post. Some are sent twice and some out of order, as HubSpot warns.
//! The library returns the posts that are due and takes their results. It sends nothing itself, so
//! that a simulation can deliver in virtual time.

mod ascii;
mod deliveries;
mod events;
mod subscription;

pub use deliveries::Delivery;
pub(crate) use deliveries::Webhooks;
pub(crate) use events::{Origin, describe};
pub use subscription::{Subscription, WebhookSettings};
