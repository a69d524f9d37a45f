//! What a referral programme is: campaigns, field mappings, referral codes and the blocks that publish
//! them, and the sync run as a state machine.
//!
//! This crate decides. It does no I/O, reads no clock and draws no random number: time and entropy
//! enter as values, so that every decision can be replayed. It knows nothing of HubSpot's wire,
//! of SQL or of Cloudflare.

pub mod identity;

pub use identity::{CampaignId, ContactId, HubId, RunId, SyncId};
