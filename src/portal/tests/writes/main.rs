//! Writing to HubSpot: stories of one portal with a wayward sandbox in HubSpot's place, under virtual time.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a story that cannot go on has failed"
)]

mod bad_records;
mod beside_runs;
mod days;
mod modes;
mod numbers;
mod outages;
mod refusals;
mod statuses;
mod world;
