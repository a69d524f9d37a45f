//! The programme: campaigns, syncs and referrers are created, changed and ended here.

pub(crate) mod campaigns;
pub(crate) mod change_feeds;
pub(crate) mod clicks;
pub(crate) mod membership;
pub(crate) mod runs;
pub(crate) mod syncs;
