//! Tests of the sandbox from outside: only requests, in virtual time.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that finds something else than it expects should stop there"
)]

mod addresses;
mod answers;
mod associations;
mod batches;
mod cards;
mod deals;
mod faults;
mod hub;
mod lifecycle;
mod limits;
mod list_work;
mod lists;
mod memberships;
mod oauth;
mod pages;
mod paging;
mod properties;
mod reads;
mod requests;
mod search;
mod webhooks;
