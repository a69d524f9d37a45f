//! The rules of a referral programme: campaigns, field mappings, referral codes and the blocks that
//! publish them, the sync run as a state machine, and the referral with its clicks, attribution and
//! qualification.
//!
//! This crate decides. It does no I/O, reads no clock and draws no random number: time and entropy
//! enter as values, so that every decision can be replayed. It knows nothing of HubSpot's wire,
//! of SQL or of Cloudflare.

pub mod attribution;
pub mod audience;
pub mod block_numbers;
pub mod campaign;
pub mod click;
pub mod code;
pub mod destination;
pub mod email;
pub mod handed_on;
pub mod host_proof;
pub mod identity;
pub mod index_record;
pub mod link_block;
pub mod link_host;
pub mod link_text;
pub mod mapping;
pub mod pace;
pub mod programme;
mod public_host;
pub mod qualification;
pub mod received;
pub mod referral;
pub mod referral_page;
pub mod referred_by;
pub mod run;
pub mod share;
pub mod slug;
pub mod time_zone;
pub mod unicode_host;
pub mod write_back;

pub use attribution::{NotCounted, Person, Ruling};
pub use audience::{Audience, ContactSet, OnLeaving, is_large_part};
pub use campaign::{AttributionWindow, CampaignName, CampaignStatus, LinkStatus, ShareMessage};
pub use code::ReferralCode;
pub use destination::Destination;
pub use email::{EmailAddress, NormalisedEmail};
pub use identity::{CampaignId, ContactId, HubId, ListId, ReferralId, RuleId, RunId, SyncId};
pub use index_record::{CampaignRecord, SlugRecord};
pub use link_block::LinkBlock;
pub use link_host::LinkHost;
pub use link_text::{LinkEnd, LinkText};
pub use mapping::{
    InboundMapping, OutboundMapping, PropertyName, ReferralField, ReferrerField, WriteMode,
};
pub use pace::{Pace, Sample};
pub use programme::{LeadsTo, ReferralTerms};
pub use received::received_code;
pub use referral::{Attribution, ReferralEvent, ReferralState, ReferralStatus};
pub use referral_page::ReferralPage;
pub use referred_by::{ReferredBy, ReferredByField, ReferredByMapping};
pub use run::{Hold, RunEvent, RunState, Stage};
pub use share::ShareLinks;
pub use slug::Slug;
