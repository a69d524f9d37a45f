//! The programme: creating, changing and ending campaigns, syncs and referrers.

pub(crate) mod campaigns;
pub(crate) mod change_feeds;
pub(crate) mod clicks;
pub(crate) mod enrolling;
pub(crate) mod inbound;
pub(crate) mod leaving;
pub(crate) mod membership;
pub(crate) mod page_fields;
pub(crate) mod runs;
pub(crate) mod syncs;
