//! The tables, one file each: the row, its columns, its reads and its plain writes.
//!
//! Invariant: only a table's own file writes the table.

pub(crate) mod account;
pub(crate) mod api_keys;
pub(crate) mod audience_snapshots;
pub(crate) mod campaign_rewrites;
pub(crate) mod campaigns;
pub(crate) mod catalogue;
pub(crate) mod change_feeds;
pub(crate) mod daily_stats;
pub(crate) mod deal_credits;
pub(crate) mod enrolments;
pub(crate) mod event_log;
pub(crate) mod form_answers;
pub(crate) mod gathering;
pub(crate) mod host_token;
pub(crate) mod idempotency;
pub(crate) mod label_cache;
pub(crate) mod leavers;
pub(crate) mod link_blocks;
pub(crate) mod link_hosts;
pub(crate) mod machine_visits;
pub(crate) mod number_changes;
pub(crate) mod outbox;
pub(crate) mod outcomes;
pub(crate) mod queries;
pub(crate) mod rate_limits;
pub(crate) mod referral_index;
pub(crate) mod referrals;
pub(crate) mod referrer_index;
pub(crate) mod referrer_key;
pub(crate) mod referrers;
pub(crate) mod runs;
pub(crate) mod slugs;
pub(crate) mod syncs;
pub(crate) mod visits;
