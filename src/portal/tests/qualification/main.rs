//! Qualification by facts in HubSpot: stories of one portal with the sandbox in HubSpot's place, under virtual time.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a story that cannot go on has failed"
)]

mod arriving;
mod deals;
mod enrolling;
mod feeds;
mod hidden;
mod rules;
mod trying;
mod world;
mod worlds;
