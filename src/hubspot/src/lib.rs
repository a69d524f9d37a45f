//! HubSpot's wire, as values: calls to make, answers classified, signatures verified, quotas
//! counted.
//!
//! Nothing here does I/O, reads a clock or draws a random number. A [`Call`] is performed
//! elsewhere; its outcome comes back as a [`Reply`] or a [`NoReply`], and [`accept`] says what the
//! caller can do next. Every parser tolerates absent optional fields and unknown ones: HubSpot
//! calls all fields of its answers optional, and adds to them without notice.
//!
//! No `Debug` or `Display` output of this crate holds a secret or a person's data.

pub mod account;
pub mod call;
pub mod changes;
pub mod contacts;
pub mod deals;
pub mod failure;
pub mod lists;
pub mod oauth;
pub mod paging;
pub mod properties;
pub mod quota;
pub mod rejection;
pub mod secret;
pub mod signature;
pub mod signed_query;
pub mod webhooks;

mod batch;
mod error_body;
mod showable;
mod wire;

pub use call::{Body, Call, Credential, Method, NoReply, QuotaClass, Reply};
pub use failure::{Failure, Wait, WaitReason, accept, portal_wait};
pub use rejection::Rejection;
pub use secret::Secret;
